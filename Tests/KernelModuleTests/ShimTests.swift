import CKernel
import Glibc
import Testing

/// The calls of the shim on sockets of another family that answer what the test has written: which
/// bytes go where needs no AF_ALG.
@Suite final class ShimTests {
    private var ends: [Int32] = [-1, -1]

    init() { #expect(socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0) }

    deinit { for end in ends { close(end) } }

    @Test func aDigestIsAskedInOneMessage() {
        let message = [UInt8]("abc".utf8)
        var output = [UInt8](repeating: 0, count: 4)
        #expect(answer([9, 8, 7, 6]))
        #expect(ckernel_hash(ends[0], message, message.count, &output, output.count) == 4)
        #expect(output == [9, 8, 7, 6])
        #expect(question() == message)
    }

    @Test func anEncryptionSendsNoTagAndReadsOne() {
        #expect(answer([1, 2, 30, 40, 50, 60]))
        let (written, aad, output, tag) = crypt(encrypting: true)
        #expect(written == 6)
        #expect(aad == [1, 2] && output == [30, 40, 50] && tag == [60])
        #expect(question() == [0xa0, 0xa1, 0xb0, 0xb1, 0xb2])
    }

    @Test func aDecryptionSendsTheTagAndReadsNone() {
        #expect(answer([1, 2, 30, 40, 50]))
        let (written, aad, output, tag) = crypt(encrypting: false)
        #expect(written == 5)
        #expect(aad == [1, 2] && output == [30, 40, 50] && tag == [0xcc])
        #expect(question() == [0xa0, 0xa1, 0xb0, 0xb1, 0xb2, 0xcc])
    }

    @Test func aKernelThatStaysSilentIsNotWaitedFor() {
        #expect(crypt(encrypting: true).written == -Int(EAGAIN))
    }

    @Test func whatIsNoSocketIsAnError() {
        var output = [UInt8](repeating: 0, count: 4)
        #expect(ckernel_hash(-1, output, 4, &output, 4) == -Int(EBADF))
        #expect(ckernel_bind(-1, "hash", "sha256") == -EBADF)
        #expect(ckernel_set_key(-1, output, 4) == -EBADF)
        #expect(ckernel_set_tag_bytes(-1, 4) == -EBADF)
        #expect(ckernel_operation(-1) == -EBADF)
    }

    @Test func aNameThatDoesNotFitIsNoAlgorithm() {
        let name = String(repeating: "x", count: 64)
        #expect(ckernel_bind(ends[0], "hash", name) == -ENOENT)
        #expect(ckernel_bind(ends[0], "a type too long", "sha256") == -ENOENT)
    }

    @Test func anIVThatDoesNotFitIsRefused() {
        let iv = [UInt8](repeating: 0, count: 65)
        let written = iv.withUnsafeBufferPointer { iv in
            var message = ckernel_message()
            message.iv = UnsafeRawPointer(iv.baseAddress)
            message.iv_count = iv.count
            return ckernel_crypt(ends[0], &message)
        }
        #expect(written == -Int(EINVAL))
    }

    private func answer(_ bytes: [UInt8]) -> Bool {
        send(ends[1], bytes, bytes.count, 0) == bytes.count
    }

    private func question() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = recv(ends[1], &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return Array(bytes[..<max(count, 0)])
    }

    private func crypt(
        encrypting: Bool
    ) -> (written: Int, aad: [UInt8], output: [UInt8], tag: [UInt8]) {
        let aad: [UInt8] = [0xa0, 0xa1]
        let input: [UInt8] = [0xb0, 0xb1, 0xb2]
        var aadOutput: [UInt8] = [0, 0]
        var output: [UInt8] = [0, 0, 0]
        var tag: [UInt8] = [0xcc]
        let written = aad.withUnsafeBytes { aad in
            input.withUnsafeBytes { input in
                aadOutput.withUnsafeMutableBytes { aadOutput in
                    output.withUnsafeMutableBytes { output in
                        tag.withUnsafeMutableBytes { tag in
                            var message = ckernel_message(
                                encrypting: encrypting, iv: aad.baseAddress, iv_count: 2,
                                aad: aad.baseAddress, aad_output: aadOutput.baseAddress,
                                aad_count: 2, input: input.baseAddress,
                                output: output.baseAddress, count: 3, tag: tag.baseAddress,
                                tag_count: 1)
                            return ckernel_crypt(ends[0], &message)
                        }
                    }
                }
            }
        }
        return (written, aadOutput, output, tag)
    }
}
