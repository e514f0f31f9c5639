import Algorithms

/// A curve of SP 800-186, section 3.2.1, in short Weierstrass form with a = -3: to make keys and
/// signatures that follow from a seed.
///
/// No module makes the same signature twice, and none tells the public key of a private one; so
/// that the same seed gives the same questions, they are made here. The modules judge them.
struct PrimeCurve {
    let curve: Curve
    /// Modulo p, in which the coordinates are.
    private let field: ModularArithmetic
    /// Modulo n, the order of the base point.
    let order: ModularArithmetic
    private let b: ModularArithmetic.Number
    private let base: Point
    let prime: [UInt8]
    let orderOctets: [UInt8]

    /// Jacobian coordinates; infinity where z is zero.
    struct Point {
        let x: ModularArithmetic.Number
        let y: ModularArithmetic.Number
        let z: ModularArithmetic.Number
    }

    /// Nil for a curve that is not approved.
    init?(_ curve: Curve) {
        guard let parameters = PrimeCurveParameters(curve) else { return nil }
        self.curve = curve
        prime = parameters.p
        orderOctets = parameters.n
        field = ModularArithmetic(parameters.p)
        order = ModularArithmetic(parameters.n)
        b = field.encode(parameters.b)
        base = Point(
            x: field.encode(parameters.gx), y: field.encode(parameters.gy), z: field.one)
    }

    /// The affine coordinates of so many times the base point; the number is not 0 modulo n.
    func multiple(_ scalar: [UInt8]) -> (x: [UInt8], y: [UInt8]) {
        var point = Point(x: field.one, y: field.one, z: field.zero)
        for octet in scalar {
            for bit in (0..<8).reversed() {
                point = double(point)
                if octet >> UInt8(bit) & 1 == 1 { point = add(point, base) }
            }
        }
        let inverse = field.inverse(point.z)
        let square = field.multiply(inverse, inverse)
        let x = field.multiply(point.x, square)
        let y = field.multiply(point.y, field.multiply(square, inverse))
        let count = curve.fieldBytes
        return (field.decode(x, bytes: count), field.decode(y, bytes: count))
    }

    /// Whether y^2 = x^3 - 3x + b.
    func contains(x: [UInt8], y: [UInt8]) -> Bool {
        let (x, y) = (field.encode(x), field.encode(y))
        let cube = field.multiply(field.multiply(x, x), x)
        let right = field.add(field.subtract(cube, field.add(field.add(x, x), x)), b)
        return field.multiply(y, y) == right
    }

    /// A number from 1 to n - 1, of more bytes than n has (FIPS 186-5, Appendix A.2.1).
    func scalar(_ bytes: FreshBytes) -> [UInt8] {
        while true {
            let number = order.encode(bytes.take(curve.fieldBytes + 8))
            if number != order.zero { return order.decode(number, bytes: curve.fieldBytes) }
        }
    }

    /// FIPS 186-5, section 6.4.1, with the secret number k from the seed.
    ///
    /// - Parameter digest: of the message.
    func sign(
        digest: [UInt8], d: [UInt8], _ bytes: FreshBytes
    ) -> (r: [UInt8], s: [UInt8]) {
        let count = curve.fieldBytes
        // Step 2: the leftmost bits; those of the orders and of all hashes are whole bytes, but
        // that of P-521, which is longer than any.
        let e = order.encode(Array(digest.prefix(count)))
        while true {
            let k = scalar(bytes)
            let r = order.encode(multiple(k).x)
            let sum = order.add(e, order.multiply(r, order.encode(d)))
            let s = order.multiply(order.inverse(order.encode(k)), sum)
            if r != order.zero && s != order.zero {
                return (order.decode(r, bytes: count), order.decode(s, bytes: count))
            }
        }
    }

    private func double(_ point: Point) -> Point {
        let delta = field.multiply(point.z, point.z)
        let gamma = field.multiply(point.y, point.y)
        let beta = field.multiply(point.x, gamma)
        let product = field.multiply(
            field.subtract(point.x, delta), field.add(point.x, delta))
        let alpha = field.add(field.add(product, product), product)
        let twoBeta = field.add(beta, beta)
        let fourBeta = field.add(twoBeta, twoBeta)
        let x = field.subtract(field.multiply(alpha, alpha), field.add(fourBeta, fourBeta))
        let sum = field.add(point.y, point.z)
        let z = field.subtract(field.multiply(sum, sum), field.add(gamma, delta))
        let square = field.multiply(gamma, gamma)
        let four = field.add(field.add(square, square), field.add(square, square))
        let y = field.subtract(
            field.multiply(alpha, field.subtract(fourBeta, x)), field.add(four, four))
        return Point(x: x, y: y, z: z)
    }

    private func add(_ left: Point, _ right: Point) -> Point {
        if left.z == field.zero { return right }
        if right.z == field.zero { return left }
        let (z1, z2) = (field.multiply(left.z, left.z), field.multiply(right.z, right.z))
        let u1 = field.multiply(left.x, z2)
        let s1 = field.multiply(left.y, field.multiply(right.z, z2))
        let h = field.subtract(field.multiply(right.x, z1), u1)
        let r = field.subtract(
            field.multiply(right.y, field.multiply(left.z, z1)), s1)
        if h == field.zero {
            return r == field.zero
                ? double(left) : Point(x: field.one, y: field.one, z: field.zero)
        }
        let square = field.multiply(h, h)
        let cube = field.multiply(square, h)
        let v = field.multiply(u1, square)
        let x = field.subtract(
            field.subtract(field.multiply(r, r), cube), field.add(v, v))
        let y = field.subtract(
            field.multiply(r, field.subtract(v, x)), field.multiply(s1, cube))
        return Point(x: x, y: y, z: field.multiply(h, field.multiply(left.z, right.z)))
    }
}
