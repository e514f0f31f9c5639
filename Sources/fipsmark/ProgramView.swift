import Algorithms
import Approval
import CTrials
import Glibc
import NodeChecks
import OpenSSLModule

/// The default context of this process.
enum ProgramView {
    /// In a process that has not touched libcrypto.
    static func writeSheet() {
        FactRow.writeSheet { () throws(ModuleError) in try write() }
    }

    private static func write() throws(ModuleError) {
        // What is known before libcrypto reads its configuration, which may be its end.
        FactRow.write(["libcrypto"] + DefaultContext.library)
        let path = DefaultContext.configurationPath
        FactRow.write(["configuration", path, workingDirectory])
        // A program that reads a FIFO waits for ever; this one says so and does not.
        if let kind = ConfigurationTree(path: path, workingDirectory: workingDirectory)
            .unreadableKind
        {
            return FactRow.write(["configuration-fault", kind])
        }
        limitMemory()
        let context = try DefaultContext()
        FactRow.write(rows(context))
        if let approved = context.approvedProvider {
            FactRow.write(
                context.options(of: approved).map { name, value in ["option", name, "\(value)"] })
        } else {
            for fault in DefaultContext.faults(ofConfiguration: path) {
                FactRow.write(["configuration-fault", fault])
            }
        }
        FactRow.write(mappedLibraries().map { ["mapped", $0] })
        FactRow.write(["known-answer", context.hashesRightly() ? "right" : "wrong"])
        writeContrast()
        for rejection in Rejection.all {
            FactRow.write(["rejection", rejection.id, context.perform(rejection.operation).word])
        }
        for service in Rejection.approved {
            FactRow.write(["approved", service.id, context.perform(service.operation).word])
        }
        FactRow.write(["key-file", ctrials_reads_keys() == 1 ? "read" : "not read"])
        ctrials_transport_layer(STDOUT_FILENO)
        write(context.waysAround())
    }

    private static func write(_ ways: [(way: String, isOpen: Bool)]) {
        FactRow.write(ways.map { ["way-around", $0.way, $0.isOpen ? "open" : "closed"] })
    }

    /// What programs get, in the order in which it may be asked.
    static func rows(_ context: DefaultContext) -> [[String]] {
        var rows = context.providers.map { provider in
            [
                "provider", provider.name, provider.version, provider.build,
                provider.isRunning ? "running" : "not running", provider.file, provider.title,
            ]
        }
        rows.append(["default-properties", context.hasApprovedProperties ? "1" : "0"])
        rows.append(["plain-fetch", context.origin(nil) ?? "none"])
        if let approved = context.approvedProvider { rows.append(["approved-provider", approved]) }
        return rows
    }

    /// Without the configuration: what is refused elsewhere must work here, in a context of its own
    /// with the default and the legacy provider. The process's default context stays untouched.
    private static func writeContrast() {
        do throws(ModuleError) {
            let contrast = try OpenSSLContrast()
            write(contrast.waysAround)
            FactRow.write(
                Rejection.all.filter(\.isContrasted).map {
                    ["contrast", $0.id, contrast.perform($0.operation).word]
                })
        } catch {
            FactRow.write(["contrast-fault", error.message])
        }
    }

    /// A configuration without end must end here. The provider takes some 20 MB.
    private static func limitMemory() {
        var limit = rlimit(rlim_cur: 1 << 30, rlim_max: 1 << 30)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    }

    static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    /// Every libcrypto of this process.
    private static func mappedLibraries() -> [String] {
        let text = HostTree(root: "/").read("/proc/self/maps").text ?? ""
        var found: [String] = []
        for line in text.lines() {
            let bytes = line.utf8
            guard let name = bytes.lastIndex(of: UInt8(ascii: "/")),
                bytes[name...].starts(with: "/libcrypto".utf8),
                let start = bytes.firstIndex(of: UInt8(ascii: "/"))
            else { continue }
            let path = String(line[start...])
            if !found.contains(path) { found.append(path) }
        }
        return found
    }
}
