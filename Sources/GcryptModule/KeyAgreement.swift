package import Algorithms
import CGcrypt

extension GcryptModule {
    package func keyAgreement(
        _ domain: KeyAgreementDomain
    ) throws(ModuleError) -> any KeyAgreement {
        switch domain {
        case .curve(let curve): try GcryptCurveAgreement(library, curve)
        case .group(let group): try GcryptGroupAgreement(library, group)
        }
    }

    package func timedKeyAgreement(
        _ workload: KeyAgreementWorkload
    ) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .agree(.curve(let curve)):
            try TimedAgreement(GcryptCurveAgreement(library, curve))
        case .agreeAnew: throw .notOffered("libgcrypt's agreement has no context to make")
        // Powers of numbers alone would say nothing of a service, which it has not.
        case .agree(.group), .generateKey: throw library.withoutFiniteFields()
        }
    }
}

extension Library {
    fileprivate func withoutFiniteFields() -> ModuleError {
        .notOffered("libgcrypt \(version) has no finite-field Diffie-Hellman, only its arithmetic")
    }

    /// A number to be written to; the caller releases it.
    fileprivate func newNumber() throws(ModuleError) -> gcry_mpi_t {
        guard let number = calls.pointee.mpi_set_ui(nil, 0) else {
            throw .failed(call: "gcry_mpi_set_ui", detail: "no number")
        }
        return number
    }
}

/// ECDH on one curve, from libgcrypt's own arithmetic of points.
final class GcryptCurveAgreement: KeyAgreement {
    private let library: Library
    private let curve: Curve
    private let scheme: GcryptSignatureScheme
    private let domain: PublicKeyValidation
    private let base: gcry_mpi_point_t
    private let point: gcry_mpi_point_t
    private let product: gcry_mpi_point_t

    init(_ library: Library, _ curve: Curve) throws(ModuleError) {
        self.library = library
        self.curve = curve
        scheme = try GcryptSignatureScheme(library, curve, nil)
        domain = scheme.domain
        guard let baseX = library.calls.pointee.mpi_ec_get_mpi("g.x", domain.context, 1),
            let baseY = library.calls.pointee.mpi_ec_get_mpi("g.y", domain.context, 1),
            let base = library.calls.pointee.mpi_point_new(0),
            let point = library.calls.pointee.mpi_point_new(0),
            let product = library.calls.pointee.mpi_point_new(0)
        else {
            throw .failed(call: "gcry_mpi_ec_get_mpi", detail: "no parameters of the curve")
        }
        _ = library.calls.pointee.mpi_point_set(base, baseX, baseY, domain.one)
        library.release((baseX, baseY))
        self.base = base
        self.point = point
        self.product = product
    }

    deinit {
        library.calls.pointee.mpi_point_release(base)
        library.calls.pointee.mpi_point_release(point)
        library.calls.pointee.mpi_point_release(product)
    }

    var secretBytes: Int { curve.fieldBytes }

    func generateKey(
        privateKey: inout MutableSpan<UInt8>, publicKey: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let bytes = curve.fieldBytes
        var (x, y) = ([UInt8](repeating: 0, count: bytes), [UInt8](repeating: 0, count: bytes))
        var qx = x.mutableSpan
        var qy = y.mutableSpan
        try scheme.generateKey(d: &privateKey, qx: &qx, qy: &qy)
        for index in 0..<bytes {
            publicKey[index] = x[index]
            publicKey[bytes + index] = y[index]
        }
    }

    func validatesPublicKey(_ publicKey: Span<UInt8>) throws(ModuleError) -> Bool {
        let (x, y) = try coordinates(publicKey)
        defer { library.release((x, y)) }
        return domain.validates(x, y)
    }

    func validatesPair(
        privateKey: Span<UInt8>, publicKey: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        let (x, y) = try coordinates(publicKey)
        defer { library.release((x, y)) }
        let d = try library.scan(privateKey.address, privateKey.count)
        defer { library.calls.pointee.mpi_release(d) }
        if !isInRange(d) || !domain.validates(x, y) { return false }
        let ownX = try library.newNumber()
        let ownY = try library.newNumber()
        defer { library.release((ownX, ownY)) }
        library.calls.pointee.mpi_ec_mul(product, d, base, domain.context)
        return library.calls.pointee.mpi_ec_get_affine(ownX, ownY, product, domain.context) == 0
            && library.calls.pointee.mpi_cmp(ownX, x) == 0
            && library.calls.pointee.mpi_cmp(ownY, y) == 0
    }

    func agree(
        privateKey: Span<UInt8>, with publicKey: Span<UInt8>,
        secret: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        let (x, y) = try coordinates(publicKey)
        defer { library.release((x, y)) }
        let d = try library.scan(privateKey.address, privateKey.count)
        defer { library.calls.pointee.mpi_release(d) }
        let z = try library.newNumber()
        defer { library.calls.pointee.mpi_release(z) }
        return try agree(d, x, y, z, secret.mutableAddress)
    }

    /// The curves that are offered have cofactor 1 (SP 800-186, section 3.2.1), so that cofactor
    /// Diffie-Hellman is the plain one.
    func agree(
        _ d: gcry_mpi_t, _ x: gcry_mpi_t, _ y: gcry_mpi_t, _ z: gcry_mpi_t,
        _ secret: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) -> Bool {
        if !isInRange(d) || !domain.validates(x, y) { return false }
        _ = library.calls.pointee.mpi_point_set(point, x, y, domain.one)
        library.calls.pointee.mpi_ec_mul(product, d, point, domain.context)
        if library.calls.pointee.mpi_ec_get_affine(z, nil, product, domain.context) != 0 {
            return false
        }
        try library.write(z, secret, curve.fieldBytes)
        return true
    }

    private func isInRange(_ d: gcry_mpi_t) -> Bool {
        library.calls.pointee.mpi_cmp(d, domain.one) >= 0
            && library.calls.pointee.mpi_cmp(d, domain.order) < 0
    }

    /// The caller releases both.
    func coordinates(
        _ publicKey: Span<UInt8>
    ) throws(ModuleError) -> (gcry_mpi_t, gcry_mpi_t) {
        let half = publicKey.count / 2
        let x = try library.scan(publicKey.address, half)
        do throws(ModuleError) {
            return (x, try library.scan(publicKey.address + half, half))
        } catch {
            library.calls.pointee.mpi_release(x)
            throw error
        }
    }

    fileprivate func makePair() throws(ModuleError) -> (
        d: gcry_mpi_t, x: gcry_mpi_t, y: gcry_mpi_t
    ) {
        var d = [UInt8](repeating: 0, count: curve.fieldBytes)
        var q = [UInt8](repeating: 0, count: 2 * curve.fieldBytes)
        var privateKey = d.mutableSpan
        var publicKey = q.mutableSpan
        try generateKey(privateKey: &privateKey, publicKey: &publicKey)
        let (x, y) = try coordinates(q.span)
        return (try library.scan(d, d.count), x, y)
    }

    fileprivate var handle: Library { library }
}

/// The arithmetic of finite-field Diffie-Hellman by libgcrypt: an independent calculation for
/// another module's answers, and no service of its own.
final class GcryptGroupAgreement: KeyAgreement {
    private let library: Library
    private let group: SafePrimeGroup
    private let prime: gcry_mpi_t
    private let order: gcry_mpi_t
    private let generator: gcry_mpi_t
    private let one: gcry_mpi_t
    private let last: gcry_mpi_t
    private let power: gcry_mpi_t

    init(_ library: Library, _ group: SafePrimeGroup) throws(ModuleError) {
        self.library = library
        self.group = group
        let octets = group.prime
        prime = try library.scan(octets, octets.count)
        let half = group.order
        order = try library.scan(half, half.count)
        // p is odd.
        let even = Array(octets.dropLast()) + [octets[octets.count - 1] - 1]
        last = try library.scan(even, even.count)
        generator = try library.scan([2], 1)
        one = try library.scan([1], 1)
        power = try library.newNumber()
    }

    deinit {
        for number in [prime, order, generator, one, last, power] {
            library.calls.pointee.mpi_release(number)
        }
    }

    func generateKey(
        privateKey: inout MutableSpan<UInt8>, publicKey: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        throw library.withoutFiniteFields()
    }

    func validatesPublicKey(_ publicKey: Span<UInt8>) throws(ModuleError) -> Bool {
        let y = try library.scan(publicKey.address, publicKey.count)
        defer { library.calls.pointee.mpi_release(y) }
        return validates(y)
    }

    /// SP 800-56A Rev. 3, section 5.6.2.3.1: 2 to p-2, and of order q.
    private func validates(_ y: gcry_mpi_t) -> Bool {
        let calls = library.calls
        if calls.pointee.mpi_cmp(y, one) <= 0 || calls.pointee.mpi_cmp(y, last) >= 0 {
            return false
        }
        calls.pointee.mpi_powm(power, y, order, prime)
        return calls.pointee.mpi_cmp(power, one) == 0
    }

    /// Section 5.6.2.1.2: 1 to q-1.
    private func isInRange(_ x: gcry_mpi_t) -> Bool {
        library.calls.pointee.mpi_cmp(x, one) >= 0 && library.calls.pointee.mpi_cmp(x, order) < 0
    }

    func validatesPair(
        privateKey: Span<UInt8>, publicKey: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        let x = try library.scan(privateKey.address, privateKey.count)
        defer { library.calls.pointee.mpi_release(x) }
        let y = try library.scan(publicKey.address, publicKey.count)
        defer { library.calls.pointee.mpi_release(y) }
        if !isInRange(x) || !validates(y) { return false }
        library.calls.pointee.mpi_powm(power, generator, x, prime)
        return library.calls.pointee.mpi_cmp(power, y) == 0
    }

    func agree(
        privateKey: Span<UInt8>, with publicKey: Span<UInt8>,
        secret: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        let x = try library.scan(privateKey.address, privateKey.count)
        defer { library.calls.pointee.mpi_release(x) }
        let y = try library.scan(publicKey.address, publicKey.count)
        defer { library.calls.pointee.mpi_release(y) }
        if !isInRange(x) || !validates(y) { return false }
        library.calls.pointee.mpi_powm(power, y, x, prime)
        // Section 5.7.1.1, step 2.
        if library.calls.pointee.mpi_cmp(power, one) <= 0
            || library.calls.pointee.mpi_cmp(power, last) == 0
        {
            return false
        }
        try library.write(power, secret.mutableAddress, group.bytes)
        return true
    }
}

/// Agrees with one other party again and again, whose key is validated each time.
final class TimedAgreement: TimedOperation {
    private let agreement: GcryptCurveAgreement
    private let own: (d: gcry_mpi_t, x: gcry_mpi_t, y: gcry_mpi_t)
    private let other: (d: gcry_mpi_t, x: gcry_mpi_t, y: gcry_mpi_t)
    private let z: gcry_mpi_t
    private let secret: UnsafeMutablePointer<UInt8>

    init(_ agreement: GcryptCurveAgreement) throws(ModuleError) {
        self.agreement = agreement
        own = try agreement.makePair()
        other = try agreement.makePair()
        z = try agreement.handle.newNumber()
        secret = .allocate(capacity: agreement.secretBytes)
        try run(count: 1)
    }

    deinit {
        for number in [own.d, own.x, own.y, other.d, other.x, other.y, z] {
            agreement.handle.calls.pointee.mpi_release(number)
        }
        secret.deallocate()
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            if try !agreement.agree(own.d, other.x, other.y, z, secret) {
                throw .failed(call: "gcry_mpi_ec_mul", detail: "a good key was refused")
            }
        }
    }
}
