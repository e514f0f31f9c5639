/// A deterministic random bit generator of SP 800-90A Rev. 1, section 10.
package enum DRBGMechanism: Hashable, Sendable {
    case ctr(keyBits: Int, derivationFunction: Bool)
    case hash(Hash)
    case hmac(Hash)
}

/// One ACVP DRBG case: instantiate, reseed or not, generate twice.
///
/// The second output is the answer. Every span is lent by the caller for the length of one call.
package struct DRBGVector: ~Escapable {
    package let entropyInput: Span<UInt8>
    package let nonce: Span<UInt8>
    package let personalizationString: Span<UInt8>
    /// Present when the case reseeds between instantiation and the first request.
    package let reseed: Bool
    package let entropyInputReseed: Span<UInt8>
    package let additionalInputReseed: Span<UInt8>
    /// Whether each request draws fresh entropy (SP 800-90A Rev. 1, section 9.3).
    package let predictionResistance: Bool
    package let additionalInput1: Span<UInt8>
    package let entropyInput1: Span<UInt8>
    package let additionalInput2: Span<UInt8>
    package let entropyInput2: Span<UInt8>

    @_lifetime(
        copy entropyInput, copy nonce, copy personalizationString, copy entropyInputReseed,
        copy additionalInputReseed, copy additionalInput1, copy entropyInput1,
        copy additionalInput2, copy entropyInput2)
    package init(
        entropyInput: Span<UInt8>, nonce: Span<UInt8>, personalizationString: Span<UInt8>,
        reseed: Bool, entropyInputReseed: Span<UInt8>, additionalInputReseed: Span<UInt8>,
        predictionResistance: Bool, additionalInput1: Span<UInt8>, entropyInput1: Span<UInt8>,
        additionalInput2: Span<UInt8>, entropyInput2: Span<UInt8>
    ) {
        self.entropyInput = entropyInput
        self.nonce = nonce
        self.personalizationString = personalizationString
        self.reseed = reseed
        self.entropyInputReseed = entropyInputReseed
        self.additionalInputReseed = additionalInputReseed
        self.predictionResistance = predictionResistance
        self.additionalInput1 = additionalInput1
        self.entropyInput1 = entropyInput1
        self.additionalInput2 = additionalInput2
        self.entropyInput2 = entropyInput2
    }
}
