import Algorithms

/// The numbers of the prime curves (SP 800-186, sections 3.2.1.2 to 3.2.1.5), big-endian.
struct PrimeCurveParameters {
    let p: [UInt8]
    let b: [UInt8]
    let n: [UInt8]
    let gx: [UInt8]
    let gy: [UInt8]

    /// Nil for a curve that is not approved.
    init?(_ curve: Curve) {
        switch curve {
        case .p224:
            self.init(
                p: "ffffffffffffffffffffffffffffffff000000000000000000000001",
                b: "b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
                n: "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
                gx: "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
                gy: "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34")
        case .p256:
            self.init(
                p: "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
                b: "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
                n: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
                gx: "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
                gy: "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
        case .p384:
            self.init(
                p: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeff"
                    + "ffffff0000000000000000ffffffff",
                b: "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac6"
                    + "56398d8a2ed19d2a85c8edd3ec2aef",
                n: "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf58"
                    + "1a0db248b0a77aecec196accc52973",
                gx: "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a3855"
                    + "02f25dbf55296c3a545e3872760ab7",
                gy: "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a"
                    + "60b1ce1d7e819d7a431d7c90ea0e5f")
        case .p521:
            self.init(
                p: "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                    + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                b: "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109"
                    + "e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
                n: "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                    + "fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
                gx: "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3d"
                    + "baa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
                gy: "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e66"
                    + "2c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650")
        default: return nil
        }
    }

    private init?(p: String, b: String, n: String, gx: String, gy: String) {
        func octets(_ digits: String) -> [UInt8] { JSONTree.string(digits).octets ?? [] }
        self.p = octets(p)
        self.b = octets(b)
        self.n = octets(n)
        self.gx = octets(gx)
        self.gy = octets(gy)
    }
}
