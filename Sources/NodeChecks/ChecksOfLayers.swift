import Approval

extension NodeCheck {
    private static func ofLayer(
        _ id: String, _ title: String, _ what: String, _ remedy: String
    ) -> NodeCheck {
        NodeCheck(
            id, title, .warning, [.cryptography, .configuration],
            "Go, FIPS 140-3 Compliance; table of certificates",
            "Looks for \(what) below the host's root and reads what Go's linker wrote into each "
                + "about its build. Fails where one is linked with cryptography of no validated "
                + "module. What takes a library at run time, or is no Go program, is reported as "
                + "found: other checks judge the libraries.",
            remedy: remedy)
    }

    static let ofLayers = [
        ofLayer(
            "L01", "the container runtime uses validated modules",
            "the container runtime's programs (containerd, CRI-O, Docker, runc, crun, …)",
            "install the platform's FIPS build of the runtime, or one built with "
                + "GOFIPS140=certified by a current Go"),
        ofLayer(
            "L02", "Kubernetes components use validated modules",
            "Kubernetes' own programs (kubelet, kubeadm, control plane, etcd, k3s, RKE2, k0s)",
            "install the distribution's FIPS build of Kubernetes, or one built with "
                + "GOFIPS140=certified by a current Go"),
        ofLayer(
            "L03", "network add-ons use validated modules",
            "CNI plugins (in /opt/cni/bin and where distributions have them)",
            "install FIPS builds of the CNI plugins, or take away those that no network uses"),
        ofLayer(
            "L04", "storage add-ons use validated modules",
            "drivers and helpers of storage that lie on the host (FlexVolume, Longhorn, FUSE)",
            "install FIPS builds of the storage drivers, or take away those that no volume uses"),
    ]
}
