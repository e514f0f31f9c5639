/// The layers of a node, by the groups of checks that tell of them.
enum InfrastructureLayer {
    static let operatingSystem = "operating system"
    static let workload = "workload"

    /// Of the checks that look at programs of the platform.
    private static let ofPrograms = [
        "L01": "container runtime", "L02": "Kubernetes components", "L03": "network add-ons",
        "L04": "storage add-ons",
    ]

    static func isInfrastructure(_ check: String) -> Bool { ofPrograms[check] != nil }

    /// Libraries and certificates are the operating system's on a node.
    static func ofCheck(_ id: String) -> String {
        if let layer = ofPrograms[id] { return layer }
        return switch id.first {
        case "K": "kernel"
        case "W": workload
        default: operatingSystem
        }
    }
}

extension NodeReport {
    /// In a container the libraries are the workload's own, and the kernel was not judged.
    mutating func nameLayers() {
        if profile != "module" { return }
        if let verdict = layers.removeValue(forKey: InfrastructureLayer.operatingSystem) {
            lower(InfrastructureLayer.workload, verdict)
        }
        layers = layers.filter { $0.key == InfrastructureLayer.workload }
    }
}
