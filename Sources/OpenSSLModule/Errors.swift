import Algorithms
import COpenSSL

/// Turns a return code that is not 1 into an error that names the call and drains the queue.
@inline(__always)
func check(_ code: Int32, _ call: StaticString) throws(ModuleError) {
    if code != 1 { throw failure(call) }
}

@inline(never)
func failure(_ call: StaticString) -> ModuleError {
    .failed(call: "\(call)", detail: ErrorQueue.drain().joined(separator: "; "))
}

/// The error queue of this thread. It is emptied before a call whose failure must be classed.
enum ErrorQueue {
    static func clear() {
        ERR_clear_error()
    }

    /// Every entry, oldest first, as `reason (data)`.
    static func drain() -> [String] {
        var entries: [String] = []
        var data: UnsafePointer<CChar>?
        var flags: Int32 = 0
        while true {
            let code = ERR_get_error_all(nil, nil, nil, &data, &flags)
            if code == 0 { return entries.isEmpty ? ["no reason given"] : entries }
            // The reason is NULL for libraries whose strings are not loaded.
            var entry = ERR_reason_error_string(code).map { String(cString: $0) }
            if entry == nil { entry = "error \(code)" }
            if flags & ERR_TXT_STRING != 0, let data, data.pointee != 0 {
                entry = "\(entry ?? "") (\(String(cString: data)))"
            }
            if let entry { entries.append(entry) }
        }
    }

    /// Whether the first failure was about the point or key, not about the module. Clears if so.
    static func wasAboutTheKey() -> Bool {
        if fipsmark_is_elliptic_curve_error(ERR_peek_error()) != 1 { return false }
        ERR_clear_error()
        return true
    }

    /// Whether the first failure was that the message is not authentic. Clears if so.
    static func wasAboutTheMessage() -> Bool {
        if fipsmark_is_failed_operation_error(ERR_peek_error()) != 1 { return false }
        ERR_clear_error()
        return true
    }

    /// Whether the first failure was that a number is not below the modulus. Clears if so.
    static func wasAboutTheRange() -> Bool {
        if fipsmark_is_rsa_range_error(ERR_peek_error()) != 1 { return false }
        ERR_clear_error()
        return true
    }

    /// Whether the first failure came from RSA's own arithmetic or padding. Clears if so.
    static func wasAboutRSA() -> Bool {
        if fipsmark_is_rsa_error(ERR_peek_error()) != 1 { return false }
        ERR_clear_error()
        return true
    }

    /// Whether the last failure was that nobody offers what was asked for.
    static func wasUnsupported() -> Bool {
        fipsmark_fetch_was_unsupported(ERR_peek_last_error()) == 1
    }
}
