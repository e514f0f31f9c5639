/// The layers of a platform's infrastructure that lie on a node as files.
enum InfrastructureLayer: Int, CaseIterable {
    case runtime
    case kubernetes
    case network
    case storage

    /// Which files are looked for by name, in the folders of programs.
    ///
    /// A name stands here where the project's documentation or packages install it on a host; what
    /// runs from images alone (calico-node, most CSI drivers) is looked at where the image is
    /// accepted.
    fileprivate var names: [String] {
        switch self {
        case .runtime:
            [
                "conmon", "containerd", "containerd-shim-runc-v2", "cri-dockerd", "crio", "crun",
                "dockerd", "podman", "runc",
            ]
        case .kubernetes:
            [
                "etcd", "k0s", "k3s", "kube-apiserver", "kube-controller-manager", "kube-proxy",
                "kube-scheduler", "kubeadm", "kubectl", "kubelet", "rke2",
            ]
        // K3s has one program for all plugins, which the links beside it name.
        case .network: ["cni"]
        // The first four are Go programs, the others are not.
        case .storage: ["blobfuse2", "gcsfuse", "juicefs", "rclone", "iscsid", "mount.nfs"]
        }
    }

    /// Folders of which every file counts: CNI plugins have any name.
    fileprivate var wholeFolders: [String] {
        switch self {
        case .network:
            ["/opt/cni/bin", "/usr/libexec/cni", "/usr/lib/cni", "/var/lib/cni/bin"]
        case .storage: ["/opt/mountpoint-s3-csi/bin"]
        case .runtime, .kubernetes: []
        }
    }

    /// Folders with a folder for each driver, of which every file counts.
    fileprivate var foldersOfDrivers: [String] {
        // FlexVolume, by the kubelet's default and OpenShift's setting; engines of Longhorn.
        self == .storage
            ? [
                "/usr/libexec/kubernetes/kubelet-plugins/volume/exec",
                "/etc/kubernetes/kubelet-plugins/volume/exec", "/var/lib/kubelet/plugins",
                "/var/lib/longhorn/engine-binaries",
            ] : []
    }

    /// What a report says where nothing is there.
    var lookedFor: String {
        let folders = wholeFolders + foldersOfDrivers
        return names.joined(separator: ", ")
            + (folders.isEmpty ? "" : "; files of \(folders.joined(separator: ", "))")
    }
}

/// The files of each layer that are on a node, found in one walk.
struct LayerFiles {
    struct Found {
        let path: String
        /// Whether its name was looked for; in a folder of plugins a file may be no program.
        let isNamed: Bool
    }

    /// Of each layer, in the order in which they are looked at.
    private(set) var found: [[Found]]
    /// Folders that could not be looked into, and why.
    private(set) var faults: [[String]]

    /// Where distributions keep programs: the usual folders; Flatcar; CRI-O's own; K3s, RKE2 and
    /// k0s; Google's nodes; Canonical's snaps; Bottlerocket, whose /usr may be a link to it.
    private static let folders = [
        "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/opt/bin",
        "/usr/libexec/crio", k3s, "/var/lib/rancher/rke2/bin", "/opt/rke2/bin", "/var/lib/k0s/bin",
        "/home/kubernetes/bin", "/snap/k8s/current/bin", "/snap/microk8s/current/bin",
        "/x86_64-bottlerocket-linux-gnu/sys-root/usr/bin",
        "/aarch64-bottlerocket-linux-gnu/sys-root/usr/bin",
    ]
    private static let k3s = "/var/lib/rancher/k3s/data/current/bin"

    init(_ files: HostTree) {
        let layers = InfrastructureLayer.allCases
        found = Array(repeating: [], count: layers.count)
        faults = Array(repeating: [], count: layers.count)
        let all = layers.flatMap(\.names)
        for folder in Self.folders {
            let (present, fault) = files.names(all, in: folder)
            for layer in layers {
                for name in present where layer.names.contains(name) {
                    add("\(folder)/\(name)", layer, isNamed: true)
                }
                if let fault, layer == .runtime || layer == .kubernetes {
                    faults[layer.rawValue].append("\(files.name(folder)): \(fault)")
                }
            }
        }
        for layer in layers {
            for folder in layer.wholeFolders { add(files, folder, layer) }
            for folder in layer.foldersOfDrivers {
                for driver in list(files, folder, layer, others: true) {
                    add(files, "\(folder)/\(driver)", layer)
                }
            }
        }
    }

    private mutating func add(_ path: String, _ layer: InfrastructureLayer, isNamed: Bool) {
        found[layer.rawValue].append(Found(path: path, isNamed: isNamed))
    }

    /// The files of a folder; what else is in it are sockets and folders.
    private mutating func add(_ files: HostTree, _ folder: String, _ layer: InfrastructureLayer) {
        for name in list(files, folder, layer, others: false) {
            add("\(folder)/\(name)", layer, isNamed: false)
        }
    }

    private mutating func list(
        _ files: HostTree, _ folder: String, _ layer: InfrastructureLayer, others: Bool
    ) -> [String] {
        if let names = files.list(folder, limit: 256, others: others) { return names }
        var fault = files.names([], in: folder).fault
        if fault == nil && files.isFolder(folder) { fault = "it cannot be listed" }
        if let fault { faults[layer.rawValue].append("\(files.name(folder)): \(fault)") }
        return []
    }
}
