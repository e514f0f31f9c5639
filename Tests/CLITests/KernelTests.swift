import Foundation
import Testing

/// `kat --kernel` on whatever kernel this machine has: one that answers, or one that is closed.
@Suite final class KernelTests {
    private let folder: URL
    private let vectors: String

    init() throws {
        folder = try Folder.make()
        vectors = try Vectors.small(in: folder)
    }

    deinit { Folder.remove(folder) }

    @Test func theKernelAgreesOrTheReportSaysWhyItWasNotAsked() throws {
        let outcome = try Fipsmark.run(
            ["kat", "--kernel", "--kats", vectors, "--quiet"], folder: folder)
        #expect(outcome.status == 0)
        let isOpen = outcome.firstLine.hasSuffix(", kernel agrees")
        let isClosed = outcome.firstLine.hasSuffix(", no kernel")
        #expect(isOpen != isClosed, "\(outcome.firstLine)")
        #expect(outcome.output.contains("kernel not tested: AF_ALG cannot be used:") == isClosed)
        #expect(outcome.output.contains("through AF_ALG sockets of Linux") == isOpen)
        #expect(outcome.firstLine.count <= 80)
    }

    /// Asked for or not, the other modules' results are the same.
    @Test func theOthersAreAskedAllTheSame() throws {
        let arguments = ["kat", "--kats", vectors, "--format", "json", "--quiet"]
        let without = try Results(Fipsmark.run(arguments, folder: folder))
        let with = try Results(Fipsmark.run(arguments + ["--kernel"], folder: folder))
        #expect(with.verdict == "pass" && with.sets.count == without.sets.count)
        #expect(
            without.headline
                == with.headline.split(separator: ", ").dropLast()
                .joined(separator: ", "))
    }

    /// The kernel neither answers ACVP clients nor is it timed.
    @Test(arguments: ["bench", "acvp"])
    func otherCommandsHaveNoKernel(command: String) throws {
        let outcome = try Fipsmark.run([command, "--module", "kernel"], folder: folder)
        #expect(outcome.status == 64, "\(outcome.talk)")
    }
}
