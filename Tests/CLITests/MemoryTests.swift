import Foundation
import Testing

/// A node lends its memory: sets of many megabytes take little more than their own size.
@Suite final class MemoryTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    /// A prompt of 16 MB, its response included, takes 64 MiB at most: many short cases, of which
    /// each costs what is kept of it, and long ones, whose response is as long as the prompt.
    @Test(arguments: ["kat", "acvp"], [16, 2000])
    func promptsOf16Megabytes(command: String, payloadBytes: Int) throws {
        let cases = try writePrompt(payloadBytes: payloadBytes)
        let (outcome, peakKiB) = try Fipsmark.runMeasured(
            [command, "--quiet", "--threads", "2", "prompt.json"], folder: folder)
        #expect(outcome.status == 0, "\(outcome.talk)")
        #expect(peakKiB <= 64 << 10)
        // Neither may be small because it left something out.
        if command == "kat" {
            #expect(outcome.firstLine.hasPrefix("PASS  \(cases)/\(cases) right"))
        } else {
            #expect(outcome.output.contains("{\"tcId\":\(cases),\"ct\":"))
        }
    }

    /// One group of AES-GCM, again and again with new keys and numbers. Returns how often.
    private func writePrompt(payloadBytes: Int) throws -> Int {
        var text = """
            {"vsId":1,"algorithm":"ACVP-AES-GCM","revision":"1.0","testGroups":[{"tgId":1,\
            "testType":"AFT","direction":"encrypt","ivGen":"external","keyLen":128,"ivLen":96,\
            "tagLen":128,"tests":[
            """
        let payload = String(repeating: "5a", count: payloadBytes)
        let iv = String(repeating: "00", count: 12)
        var cases = 0
        while text.utf8.count < 16_000_000 {
            cases += 1
            let key = String(format: "%032x", cases)
            text += cases > 1 ? "," : ""
            text += #"{"tcId":\#(cases),"key":"\#(key)","iv":"\#(iv)","aad":"","pt":"\#(payload)"}"#
        }
        try folder.file("prompt.json", text + "]}]}")
        return cases
    }
}
