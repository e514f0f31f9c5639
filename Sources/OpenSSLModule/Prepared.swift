import Algorithms

/// Operations that the module has prepared, each made when it is first asked for and reused then.
///
/// It stands in both modules: what is of package access is compiled for no key in particular by
/// those who use it from another target, and a look took longer than a short derivation (measured).
struct Prepared<Key: Equatable, Operation> {
    // There are few: comparing a key with all of them takes less than to hash it.
    private var keys: [Key] = []
    private var operations: [Operation] = []
    /// The groups of a vector file mostly ask for the same operation one after the other.
    private var last = 0

    mutating func operation(
        _ key: Key, _ make: () throws(ModuleError) -> Operation
    ) throws(ModuleError) -> Operation {
        if last < keys.count, keys[last] == key { return operations[last] }
        for index in keys.indices where keys[index] == key {
            last = index
            return operations[index]
        }
        let made = try make()
        last = keys.count
        keys.append(key)
        operations.append(made)
        return made
    }
}
