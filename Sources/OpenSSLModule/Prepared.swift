import Algorithms

/// Operations that the module has prepared, each made when it is first asked for and reused then.
///
/// It stands in both modules: what is of package access is compiled for no key in particular by
/// those who use it from another target, and a look took longer than a short derivation (measured).
struct Prepared<Key: Hashable, Operation> {
    private var operations: [Key: Operation] = [:]
    /// The groups of a vector file mostly ask for the same operation one after the other.
    private var last: (key: Key, operation: Operation)?

    mutating func operation(
        _ key: Key, _ make: () throws(ModuleError) -> Operation
    ) throws(ModuleError) -> Operation {
        if let last, last.key == key { return last.operation }
        if let known = operations[key] {
            last = (key, known)
            return known
        }
        let made = try make()
        operations[key] = made
        last = (key, made)
        return made
    }
}
