import Algorithms
import CGcrypt

/// The domain parameters of one curve, and full public-key validation from libgcrypt's parts: it
/// has no one call for it (`gcry_pk_testkey` wants a private key).
final class PublicKeyValidation {
    private let library: Library
    let context: gcry_ctx_t
    private let fieldPrime: gcry_mpi_t
    let order: gcry_mpi_t
    let one: gcry_mpi_t
    private let point: gcry_mpi_point_t
    private let product: gcry_mpi_point_t

    init(_ library: Library, _ curve: Curve) throws(ModuleError) {
        self.library = library
        var context: gcry_ctx_t?
        let error = library.calls.pointee.mpi_ec_new(&context, nil, curve.gcryptName)
        guard error == 0, let context else {
            throw library.classifyOpen(curve.rawValue, error, "gcry_mpi_ec_new")
        }
        guard let fieldPrime = library.calls.pointee.mpi_ec_get_mpi("p", context, 1),
            let order = library.calls.pointee.mpi_ec_get_mpi("n", context, 1),
            let one = library.calls.pointee.mpi_set_ui(nil, 1),
            let point = library.calls.pointee.mpi_point_new(0),
            let product = library.calls.pointee.mpi_point_new(0)
        else {
            library.calls.pointee.ctx_release(context)
            throw .failed(call: "gcry_mpi_ec_get_mpi", detail: "no parameters of the curve")
        }
        self.context = context
        self.fieldPrime = fieldPrime
        self.order = order
        self.one = one
        self.point = point
        self.product = product
    }

    deinit {
        library.calls.pointee.mpi_point_release(point)
        library.calls.pointee.mpi_point_release(product)
        library.calls.pointee.mpi_release(fieldPrime)
        library.calls.pointee.mpi_release(order)
        library.calls.pointee.mpi_release(one)
        library.calls.pointee.ctx_release(context)
    }

    /// SP 800-56A Rev. 3, section 5.6.2.3.3.
    func validates(_ x: gcry_mpi_t, _ y: gcry_mpi_t) -> Bool {
        let calls = library.calls
        // Step 1 holds: a point given by two coordinates is not the point at infinity.
        // Step 2: the coordinates are in range.
        if calls.pointee.mpi_cmp(x, fieldPrime) >= 0 { return false }
        if calls.pointee.mpi_cmp(y, fieldPrime) >= 0 { return false }
        // Step 3: the curve's equation.
        _ = calls.pointee.mpi_point_set(point, x, y, one)
        if calls.pointee.mpi_ec_curve_point(point, context) == 0 { return false }
        // Step 4: the order. The point at infinity is the one without affine coordinates.
        calls.pointee.mpi_ec_mul(product, order, point, context)
        return calls.pointee.mpi_ec_get_affine(nil, nil, product, context) != 0
    }
}
