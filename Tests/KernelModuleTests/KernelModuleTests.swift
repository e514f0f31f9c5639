import Algorithms
import CKernel
import Glibc
import KernelModule
import Testing

/// On a kernel that lends its cryptography to programs; `make fips-vm` boots one where it matters.
private let isReachable: Bool = {
    let socket = ckernel_socket()
    if socket < 0 { return false }
    defer { ckernel_close(socket) }
    return ckernel_bind(socket, "hash", "sha256") == 0
}()

@Suite struct ReachabilityTests {
    /// Whatever this machine is, what the module says is what the system call says.
    @Test func theReasonIsTheSystemCalls() {
        let socket = ckernel_socket()
        if socket >= 0 { ckernel_close(socket) }
        do throws(ModuleError) {
            let module = try KernelModule()
            #expect(isReachable)
            #expect(module.identity.role == .kernel && !module.identity.version.isEmpty)
        } catch {
            guard case .couldNotRun(let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(!isReachable && reason.contains("AF_ALG"))
            if socket < 0 { #expect(reason.contains(String(cString: strerror(-socket)))) }
        }
    }

    @Test func whatCannotBeAskedIsUndecided() {
        let conduct = KernelModule.conduct()
        if isReachable {
            #expect(conduct.unreachable == nil && conduct.answers.count == 11)
        } else {
            #expect(conduct.unreachable?.contains("AF_ALG") == true && conduct.answers.isEmpty)
            for response in [conduct.shortKey, conduct.equalKeys, conduct.md5] {
                guard case .undecided = response else {
                    Issue.record("\(response)")
                    continue
                }
            }
        }
    }
}

@Suite(.enabled(if: isReachable, "AF_ALG is not to be had here"))
struct KernelAnswersTests {
    private let key = [UInt8](0..<16)

    @Test func everyKnownAnswerIsRight() {
        let conduct = KernelModule.conduct()
        #expect(conduct.answers.allSatisfy { $0.fault == nil }, "\(conduct.answers)")
    }

    @Test func counterModeContinuesBehindWholeBlocks() throws {
        let cipher = try KernelModule().blockCipher(.ctr, keyBits: 128)
        // Its last block carries over into all the others.
        let counter = [UInt8](repeating: 0xff, count: 16)
        let message = [UInt8](repeating: 7, count: 70_007)
        var whole = [UInt8](repeating: 0, count: message.count)
        var parts = whole
        var span = whole.mutableSpan
        try cipher.begin(key: key.span, iv: counter.span, encrypting: true)
        try cipher.process(message.span, bits: 8 * message.count, into: &span)
        try cipher.begin(key: key.span, iv: counter.span, encrypting: true)
        var rest = parts.mutableSpan
        var first = rest._mutatingExtracting(0..<48)
        try cipher.process(message.span.extracting(..<48), bits: 384, into: &first)
        var second = rest._mutatingExtracting(48..<rest.count)
        try cipher.process(
            message.span.extracting(48...), bits: 8 * (message.count - 48), into: &second)
        #expect(whole == parts)
        #expect(throws: ModuleError.self) {
            var more = whole.mutableSpan
            try cipher.process(message.span, bits: 8, into: &more)
        }
    }

    @Test func whatTheKernelHasNotIsNotOffered() throws {
        let module = try KernelModule()
        #expect(throws: ModuleError.self) { try module.digest(.sha2_512_256) }
        #expect(throws: ModuleError.self) { try module.blockCipher(.cfb1, keyBits: 128) }
        #expect(throws: ModuleError.self) { try module.ccm(keyBits: 128) }
        let cipher = try module.blockCipher(.ecb, keyBits: 256)
        #expect(throws: ModuleError.self) {
            try cipher.begin(key: key.span, iv: Span(), encrypting: true)
        }
    }
}
