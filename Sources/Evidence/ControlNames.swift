extension ControlMap {
    /// A control of SP 800-53 as its own text names it.
    struct Control {
        /// `SC-13`, or `SI-7(1)` with an enhancement.
        let name: String
        /// Of the first of its objectives.
        let statement: String

        /// As people write it in spreadsheets: `SI-7 (1)`.
        var spacedName: String {
            guard let bracket = name.firstIndex(of: "(") else { return name }
            return "\(name[..<bracket]) \(name[bracket...])"
        }
    }

    /// The controls that a group's objectives belong to, each once.
    func controls(of group: Group) -> [Control] {
        var controls: [Control] = []
        for id in group.objectives {
            guard let objective = objective(id) else { continue }
            let parts = objective.control.uppercased().split(separator: ".")
            let name = parts.enumerated().map { $0 == 0 ? "\($1)" : "(\($1))" }.joined()
            if !controls.contains(where: { $0.name == name }) {
                controls.append(Control(name: name, statement: objective.statement))
            }
        }
        return controls
    }
}
