import Approval

extension NodeCheck {
    static let ofWorkload = [
        NodeCheck(
            "W01", "what was looked at", .information, [], "namespaces(7)",
            "Records namespaces, the image's and the host's system, and the FIPS marks that "
                + "runtimes mount.",
            remedy: "none: this is a record"),
        NodeCheck(
            "W02", "the image ships a FIPS provider", .required, [.cryptography],
            "fips_module(7)",
            "Fails where the kernel's flag is on and the image has no provider: its programs then "
                + "fail or use what is not validated.",
            remedy: "install the FIPS provider in the image (openssl-provider-fips; Ubuntu: from "
                + "Pro's FIPS sources), with fipsmodule.cnf"),
        NodeCheck(
            "W03", "variables do not contradict what is", .warning, [.configuration],
            "libraries' manuals",
            "Reads the variables that force or deny FIPS mode. A promise that what was observed "
                + "does not keep fails the node; a variable that forces a mode is a warning.",
            remedy: "unset the variable, or make true what it says"),
        NodeCheck(
            "W04", "other cryptography in the image", .information, [.configuration],
            "CM-8",
            "Lists libraries that bring their own cryptography. Whether a program uses them is not "
                + "decided here.",
            remedy: "ask for each listed library whether the workload uses it"),
        NodeCheck(
            "W05", "the tested libcrypto is the image's own", .required, [],
            "dladdr(3)",
            "A libcrypto that is linked in or bundled tests itself and nothing of the node. Fails "
                + "where ours is not the system's.",
            remedy: "run fipsmark without LD_LIBRARY_PATH, in the image that is to be accepted"),
    ]
}
