/// The files of a platform's infrastructure that are on a node, found in one walk.
///
/// A name stands here where the project's documentation or packages install it on a host. What runs
/// from images alone (calico-node, most CSI drivers) is looked at where the image is accepted.
final class LayerFiles {
    struct Found {
        let layer: Int
        let path: String
        /// Whether its name was looked for; in a folder of plugins a file may be no program.
        let isNamed: Bool
        /// Why it could not be looked at; nil where it is to be read.
        let fault: String?
    }

    /// In the order in which they are looked at.
    private(set) var found: [Found] = []

    /// Names of L01 to L04 that are looked for in the folders of programs. K3s has one program for
    /// all plugins of CNI, which the links beside it name; the last two of L04 are no Go programs.
    private static let names = [
        "conmon containerd containerd-shim-runc-v2 cri-dockerd crio crun dockerd podman runc",
        "etcd k0s k3s kube-apiserver kube-controller-manager kube-proxy kube-scheduler kubeadm "
            + "kubectl kubelet rke2",
        "cni", "blobfuse2 gcsfuse juicefs rclone iscsid mount.nfs",
    ]

    /// Where distributions keep programs: the usual folders; Flatcar; CRI-O's own; K3s, RKE2 and
    /// k0s; Google's nodes; Canonical's snaps; Bottlerocket, whose /usr may be a link to it.
    private static let programs =
        "/usr/bin /usr/sbin /usr/local/bin /usr/local/sbin /opt/bin /usr/libexec/crio "
        + "/var/lib/rancher/k3s/data/current/bin /var/lib/rancher/rke2/bin /opt/rke2/bin "
        + "/var/lib/k0s/bin /home/kubernetes/bin /snap/k8s/current/bin /snap/microk8s/current/bin "
        + "/x86_64-bottlerocket-linux-gnu/sys-root/usr/bin "
        + "/aarch64-bottlerocket-linux-gnu/sys-root/usr/bin"

    /// Folders of which every file counts: CNI plugins have any name.
    private static let plugins = [
        "", "", "/opt/cni/bin /usr/libexec/cni /usr/lib/cni /var/lib/cni/bin",
        "/opt/mountpoint-s3-csi/bin",
    ]

    /// Folders with a folder for each driver, of which every file counts: FlexVolume, by the
    /// kubelet's default and OpenShift's setting; drivers' own; engines of Longhorn.
    private static let drivers =
        "/usr/libexec/kubernetes/kubelet-plugins/volume/exec "
        + "/etc/kubernetes/kubelet-plugins/volume/exec /var/lib/kubelet/plugins "
        + "/var/lib/longhorn/engine-binaries"

    /// What a report says where nothing is there.
    static func lookedFor(_ layer: Int) -> String {
        let folders = layer == 3 ? plugins[layer] + " " + drivers : plugins[layer]
        return folders.isEmpty ? names[layer] : names[layer] + "; files of " + folders
    }

    init(_ files: HostTree) {
        var wanted: [[String]] = []
        var all: [String] = []
        for names in LayerFiles.names {
            wanted.append(LayerFiles.words(names))
            all += wanted[wanted.count - 1]
        }
        for folder in LayerFiles.words(LayerFiles.programs) {
            let (present, fault) = files.names(all, in: folder)
            for name in present {
                for layer in 0..<4 where wanted[layer].contains(name) {
                    add(layer, folder + "/" + name, isNamed: true)
                }
            }
            if let fault {
                // Who cannot look into it misses runtime and Kubernetes.
                for layer in 0..<2 { add(layer, folder, isNamed: true, fault) }
            }
        }
        for layer in 2..<4 {
            for folder in LayerFiles.words(LayerFiles.plugins[layer]) { list(files, folder, layer) }
        }
        for folder in LayerFiles.words(LayerFiles.drivers) {
            for driver in files.list(folder, limit: 256) ?? [] {
                list(files, folder + "/" + driver, 3)
            }
        }
    }

    @inline(never)
    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }

    private func add(_ layer: Int, _ path: String, isNamed: Bool, _ fault: String? = nil) {
        found.append(Found(layer: layer, path: path, isNamed: isNamed, fault: fault))
    }

    /// The files of a folder; what else is in it are sockets and folders.
    private func list(_ files: HostTree, _ folder: String, _ layer: Int) {
        if let names = files.list(folder, limit: 256, others: false) {
            for name in names { add(layer, folder + "/" + name, isNamed: false) }
            return
        }
        var fault = files.names([], in: folder).fault
        if fault == nil && files.ask(folder, { _ in true }) != nil { fault = "it cannot be listed" }
        if let fault { add(layer, folder, isNamed: true, fault) }
    }
}
