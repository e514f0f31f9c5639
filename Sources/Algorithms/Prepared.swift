/// Operations that a module has prepared, each made when it is first asked for and reused then.
package struct Prepared<Key: Hashable, Operation> {
    private var operations: [Key: Operation] = [:]

    package init() {}

    package mutating func operation(
        _ key: Key, _ make: () throws(ModuleError) -> Operation
    ) throws(ModuleError) -> Operation {
        if let known = operations[key] { return known }
        let made = try make()
        operations[key] = made
        return made
    }
}
