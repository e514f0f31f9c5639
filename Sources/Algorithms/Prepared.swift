/// Operations that a module has prepared, each made when it is first asked for and reused then.
package struct Prepared<Key: Equatable, Operation> {
    // Not a dictionary: there are few of them, and each group of a vector file looks for one.
    private var operations: [(key: Key, operation: Operation)] = []

    package init() {}

    package mutating func operation(
        _ key: Key, _ make: () throws(ModuleError) -> Operation
    ) throws(ModuleError) -> Operation {
        for known in operations where known.key == key { return known.operation }
        let made = try make()
        operations.append((key, made))
        return made
    }
}
