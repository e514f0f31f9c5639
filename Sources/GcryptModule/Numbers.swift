import Algorithms
import CGcrypt

extension Library {
    /// Two numbers of an S-expression by their one-letter names; the caller releases them.
    func extractTwo(
        _ expression: gcry_sexp_t, _ path: String, _ names: String
    ) throws(ModuleError) -> (first: gcry_mpi_t, second: gcry_mpi_t) {
        var first: gcry_mpi_t?
        var second: gcry_mpi_t?
        let error = cgcrypt_extract_two(calls, expression, path, names, &first, &second)
        guard error == 0, let first, let second else {
            throw failure(error, "gcry_sexp_extract_param")
        }
        return (first, second)
    }

    func release(_ numbers: (first: gcry_mpi_t, second: gcry_mpi_t)) {
        calls.pointee.mpi_release(numbers.first)
        calls.pointee.mpi_release(numbers.second)
    }

    /// Writes `number` big-endian and right-aligned; libgcrypt itself writes no leading zeros.
    func write(
        _ number: gcry_mpi_t, _ target: UnsafeMutablePointer<UInt8>, _ bytes: Int
    ) throws(ModuleError) {
        let needed = (Int(calls.pointee.mpi_get_nbits(number)) + 7) / 8
        guard needed <= bytes else {
            throw .failed(call: "gcry_mpi_print", detail: "\(needed) bytes do not fit in \(bytes)")
        }
        target.update(repeating: 0, count: bytes - needed)
        try check(
            calls.pointee.mpi_print(
                GCRYMPI_FMT_USG, target + bytes - needed, needed, nil, number), "gcry_mpi_print")
    }

    /// An unsigned number of any length; the caller releases it.
    func scan(_ bytes: UnsafePointer<UInt8>, _ count: Int) throws(ModuleError) -> gcry_mpi_t {
        var number: gcry_mpi_t?
        let error = calls.pointee.mpi_scan(&number, GCRYMPI_FMT_USG, bytes, count, nil)
        guard error == 0, let number else { throw failure(error, "gcry_mpi_scan") }
        return number
    }

    /// FIPS mode knows no other way to sign, and this module uses none.
    func withoutHashSign() -> ModuleError {
        .notOffered(
            "libgcrypt \(version) does not hash and sign in one call (gcry_pk_hash_sign and "
                + "gcry_pk_random_override_new came with 1.10)")
    }
}

extension Curve {
    /// libgcrypt takes `NIST P-256`; names that it does not know are for it to refuse.
    var gcryptName: String { "NIST \(rawValue)" }
}
