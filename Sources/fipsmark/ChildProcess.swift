import CRuntime
import Glibc

/// What starting this program again takes.
enum ChildProcess {
    /// This program's file; where /proc is not mounted, as in a bare chroot, what it was called by.
    static var program: String {
        let link = "/proc/self/exe"
        if access(link, X_OK) == 0 { return link }
        return cruntime_argument(0).map { String(cString: $0) } ?? link
    }

    static func withStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("an empty list") }
            return body(base)
        }
    }
}
