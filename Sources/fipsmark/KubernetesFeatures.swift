import ArgumentParser
import CRuntime
import Glibc

extension KubernetesCommand {
    struct Features: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the feature file that node-feature-discovery makes labels of.",
            discussion: """
                The file is called fipsmark and takes the place of the older one whole. With \
                --interval it is written again and again and expires after two intervals, so that \
                a node whose checks no longer run loses its labels.
                """)

        @Option(
            help: ArgumentHelp(
                "Where node-feature-discovery finds feature files.", valueName: "directory"))
        var directory = "/etc/kubernetes/node-feature-discovery/features.d"

        @Option(help: ArgumentHelp("Again after so many seconds.", valueName: "seconds"))
        var interval: Int?

        @OptionGroup var accept: AcceptProcessOptions

        func validate() throws {
            if let interval, !(10...604_800).contains(interval) {
                throw ValidationError("--interval takes 10 to 604800 seconds, not \(interval)")
            }
        }

        func run() throws {
            try leaving { () throws(CommandError) in
                cruntime_catch_interruptions(0)
                while true {
                    let outcome = accept.run()
                    if let fault = outcome.faultOrSilence { StandardError.say("error: \(fault)") }
                    let expiry = interval.map { Session.timestamp(in: 2 * $0) }
                    try write(FeatureFile.text(outcome, expiry: expiry))
                    guard let interval else { return outcome.status }
                    if Interruption.await(seconds: interval) { return outcome.status }
                }
            }
        }

        /// What begins with a dot is not read by node-feature-discovery: the name comes last.
        private func write(_ text: String) throws(CommandError) {
            let hidden = "\(directory)/.fipsmark"
            let file = "\(directory)/fipsmark"
            try ReportFile.write(text, to: hidden)
            if rename(hidden, file) != 0 {
                let reason = String(cString: strerror(errno))
                unlink(hidden)
                throw CommandError("cannot write \(file): \(reason)")
            }
        }
    }
}

/// A feature file: one label to a line, at most 64 KiB.
enum FeatureFile {
    /// The words of the first line that become labels, and their names there.
    private static let words = [
        ("cert", "fips.openssl-cert"), ("kernel", "fips.kernel"), ("openssl", "fips.openssl"),
    ]

    static func text(_ outcome: AcceptProcess, expiry: String?) -> String {
        var lines = expiry.map { ["# +expiry-time=\($0)"] } ?? []
        let isWhole = outcome.faultOrSilence == nil
        let status = isWhole ? outcome.status : .undetermined
        lines.append(label("fips.accepted", status == .passed ? "true" : "false"))
        let found = isWhole ? outcome.firstLine.split(separator: " ") : []
        lines.append(label("fips.status", isWhole ? statusWord(outcome.output) : "unknown"))
        for (key, name) in words {
            guard let pair = found.first(where: { $0.hasPrefix("\(key)=") }) else { continue }
            lines.append(label(name, String(pair.dropFirst(key.count + 1))))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func label(_ name: String, _ value: String) -> String {
        "feature.node.kubernetes.io/\(name)=\(labelValue(value))"
    }

    /// `full`, `partial`, `none` or `unknown`, which stands on a line of its own.
    private static func statusWord(_ output: String) -> String {
        let line = output.split(separator: "\n").first { $0.hasPrefix("status ") }
        return line?.dropFirst(7).prefix { $0 != "," }.description ?? "unknown"
    }

    /// A value of a label has letters, digits, '-', '_' and '.', 63 at most, and neither begins
    /// nor ends with a sign.
    private static func labelValue(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8.prefix(63) {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                bytes.append(byte)
            default:
                if !bytes.isEmpty { bytes.append(byte == UInt8(ascii: "-") ? byte : 46) }
            }
        }
        while let last = bytes.last, last == 45 || last == 46 { bytes.removeLast() }
        return bytes.isEmpty ? "unknown" : String(decoding: bytes, as: UTF8.self)
    }
}
