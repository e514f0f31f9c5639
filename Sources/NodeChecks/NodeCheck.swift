package import Approval

/// One check of node acceptance: what it asks, how much it weighs and what to do where it fails.
package struct NodeCheck: Sendable, Equatable {
    /// Stable over releases, never reused. The first letter is the group.
    package let id: String
    package let title: String
    /// Its weight in profile `node`, where nothing that it finds changes that.
    package let weight: CheckSeverity
    package let controls: [Control]
    /// What the check is for, and what fails it.
    package let purpose: String
    /// The standard, specification or manual that it stands on.
    package let standard: String
    /// What to do where it fails; a finding may know better.
    package let remedy: String

    init(
        _ id: String, _ title: String, _ weight: CheckSeverity, _ controls: [Control],
        _ standard: String, _ purpose: String, remedy: String
    ) {
        self.id = id
        self.title = title
        self.weight = weight
        self.controls = controls
        self.standard = standard
        self.purpose = purpose
        self.remedy = remedy
    }

    package enum Group: Character, Sendable, CaseIterable {
        case kernel = "K"
        case openSSL = "O"
        case gcrypt = "G"
        case certificates = "C"
        case workload = "W"
        case layers = "L"

        package var title: String {
            switch self {
            case .kernel: "Kernel and host"
            case .openSSL: "OpenSSL"
            case .gcrypt: "libgcrypt and GnuTLS"
            case .certificates: "Certificates"
            case .workload: "Container and workload"
            case .layers: "Infrastructure layers"
            }
        }
    }

    package var group: Group {
        guard let letter = id.first, let group = Group(rawValue: letter) else {
            preconditionFailure("\(id) is of no group")
        }
        return group
    }

    /// The kernel and the platform belong to the node: to a module in its container they are
    /// information.
    package func severity(_ profile: AcceptProfile, _ found: CheckSeverity?) -> CheckSeverity {
        profile == .module && (group == .kernel || group == .layers)
            ? .information : found ?? weight
    }

    package static func named(_ id: String) -> NodeCheck? {
        table.first { $0.id == id.uppercased() }
    }

    /// Every check, in report order.
    package static let table =
        ofKernel + ofOpenSSL + ofGcrypt + ofCertificates + ofWorkload + ofLayers
}

/// The controls that a check is evidence for, each in the spelling of its own catalogue.
package enum Control: String, Sendable, CaseIterable {
    case cryptography = "SC-13, 800-171 3.13.11, CMMC SC.L2-3.13.11, FedRAMP CMU-CSO-UVM"
    case moduleAuthentication = "IA-7"
    case transmission = "SC-8(1), 800-171 3.13.8"
    case atRest = "SC-28(1), 800-171 3.13.16"
    case integrity = "SI-6, SI-7(1), FedRAMP KSI-SVC-VRI"
    case configuration = "CM-6, CM-8, FedRAMP CMU-CSO-CMD"
    case keyEstablishment = "SC-12"
    case remoteAccess = "AC-17(2)"

    package var identifiers: [String] {
        rawValue.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }
}

/// Whether a whole node is accepted, or a module in a container.
package enum AcceptProfile: String, Sendable, CaseIterable {
    case node
    case module
}

/// What must be known of a module's certificate.
package enum CertificatePolicy: String, Sendable, CaseIterable {
    /// An active certificate of exactly this module.
    case validated
    /// Or a later build of a vendor's module that has one.
    case updateStream = "update-stream"
    /// FIPS mode as configured; certificates are told and decide nothing.
    case configured
}
