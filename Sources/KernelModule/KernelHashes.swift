import Algorithms

/// A hash function of the kernel.
final class KernelDigest: Digest {
    private let socket: KernelSocket
    private let outputBytes: Int

    init(_ hash: Hash, _ socket: KernelSocket) throws(ModuleError) {
        try socket.begin(key: nil)
        self.socket = socket
        outputBytes = hash.outputBytes
    }

    func hash(
        _ message: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(output.count >= outputBytes)
        try socket.hash(message.address, message.count, output.mutableAddress, outputBytes)
    }

    func chain(
        _ seeds: inout MutableSpan<UInt8>, seedCount: Int, messageBytes: Int, rounds: Int
    ) throws(ModuleError) {
        let seedBytes = seeds.count / seedCount
        precondition(seedBytes == outputBytes)
        // What lies beyond the digests stays zero: the padding of a longer message.
        var message = [UInt8](repeating: 0, count: max(seeds.count, messageBytes))
        for index in seeds.indices { message[index] = seeds[index] }
        let kept = seedBytes * (seedCount - 1)
        var result = [UInt8](repeating: 0, count: seedBytes)
        for _ in 0..<rounds {
            try socket.hash(message, messageBytes, &result, outputBytes)
            for index in 0..<kept { message[index] = message[index + seedBytes] }
            for index in 0..<seedBytes { message[kept + index] = result[index] }
        }
        for index in seeds.indices { seeds[index] = message[index] }
    }
}

/// HMAC and CMAC of the kernel, which are hash functions with a key to it.
final class KernelAuthentication: MessageAuthentication {
    private let socket: KernelSocket
    private let outputBytes: Int
    /// Nil for HMAC, which takes keys of many lengths.
    private let keyBytes: Int?

    init(_ socket: KernelSocket, outputBytes: Int, keyBytes: Int?) {
        self.socket = socket
        self.outputBytes = outputBytes
        self.keyBytes = keyBytes
    }

    func authenticate(
        key: Span<UInt8>, iv: Span<UInt8>, message: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(iv.isEmpty && output.count >= outputBytes)
        if let keyBytes {
            try Lengths.require(key: key.count, keyBytes, iv: 0, 0, socket.name)
        }
        try socket.begin(key: key)
        try socket.hash(message.address, message.count, output.mutableAddress, outputBytes)
    }
}
