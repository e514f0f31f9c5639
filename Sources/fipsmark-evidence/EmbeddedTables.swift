import CEvidence
import CanonicalJSON
import CommandSupport
import Evidence

/// The tables that this program carries.
enum EmbeddedTables {
    static var vectorOrigins: VectorOrigins {
        VectorOrigins(
            readme: bytes(cevidence_vectors_address(), cevidence_vectors_count),
            sums: bytes(cevidence_sums_address(), cevidence_sums_count))
    }

    static func controls() throws(CommandError) -> ControlMap {
        do throws(RecordError) {
            return try ControlMap(bytes(cevidence_controls_address(), cevidence_controls_count))
        } catch {
            throw CommandError("the embedded table of controls: \(error.message)")
        }
    }

    private static func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
        Array(UnsafeBufferPointer(start: start, count: count))
    }
}
