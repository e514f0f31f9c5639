import CRuntime
import Glibc
import NodeChecks

/// Gathers what the checks of `accept` judge.
enum NodeFacts {
    static func environment() -> [String: String] {
        var shown: [String: String] = [:]
        for name in ShownVariables.names {
            if let value = getenv(name) { shown[name] = String(cString: value) }
        }
        return shown
    }

    static func system() -> SystemFacts {
        var name = utsname()
        uname(&name)
        return SystemFacts(
            nodeName: text(&name.nodename), kernelRelease: text(&name.release),
            machine: text(&name.machine),
            libcryptoPath: cruntime_library_of("OpenSSL_version").map { String(cString: $0) },
            randomIsReady: cruntime_random_is_ready() == 1,
            fileSystemType: { file in
                let type = cruntime_file_system_type(file)
                return type < 0 ? nil : UInt(type)
            },
            crossesMount: { path in
                let answer = cruntime_crosses_mount(path)
                return answer < 0 ? nil : answer == 1
            })
    }

    private static func text<Field>(_ field: inout Field) -> String {
        withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
