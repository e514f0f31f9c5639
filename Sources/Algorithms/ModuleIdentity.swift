/// Which module it is that was tested, as the module and its file say themselves.
package struct ModuleIdentity: Sendable, Equatable {
    /// The short name in reports and check IDs.
    package enum Role: String, Sendable, CaseIterable {
        case openssl
        case gcrypt
        case kernel

        /// Those that are timed and that answer clients.
        package static let libraries: [Role] = [.openssl, .gcrypt]
    }

    package let role: Role
    /// The module's own name for itself.
    package let name: String
    package let version: String
    package let buildInformation: String
    /// The file that is mapped into this process.
    package let path: String
    /// The library through which it is reached (`libcrypto` for a provider), with its version.
    package let reachedThrough: String
    /// Whether the module itself says that it runs in its approved mode.
    package let approvedMode: Bool

    package init(
        role: Role, name: String, version: String, buildInformation: String, path: String,
        reachedThrough: String, approvedMode: Bool
    ) {
        self.role = role
        self.name = name
        self.version = version
        self.buildInformation = buildInformation
        self.path = path
        self.reachedThrough = reachedThrough
        self.approvedMode = approvedMode
    }
}

/// One self-test of the module, as the module reported it.
package struct SelfTestEvent: Sendable, Equatable {
    /// The kind of test: `Module_Integrity`, `KAT_Digest`, `KAT_Signature`, …
    package let type: String
    /// What was tested: `SHA2`, `ECDSA`, …
    package let description: String
    /// The last phase reported: `Pass` or `Fail`.
    package let phase: String
    package let durationNanoseconds: Int

    package init(type: String, description: String, phase: String, durationNanoseconds: Int) {
        self.type = type
        self.description = description
        self.phase = phase
        self.durationNanoseconds = durationNanoseconds
    }
}

/// A name under which a library knows an algorithm, with its aliases.
package struct KnownName: Sendable, Equatable {
    /// What the name can be fetched as.
    package enum Operation: String, Sendable, CaseIterable {
        case cipher
        case digest
        case mac
        case kdf
        case drbg
        case signature
        case keyExchange = "key exchange"
        case keyEncapsulation = "key encapsulation"
        case asymmetricCipher = "asymmetric cipher"
        case keyManagement = "key management"
    }

    package let operation: Operation
    package let name: String
    package let aliases: [String]

    package init(operation: Operation, name: String, aliases: [String]) {
        self.operation = operation
        self.name = name
        self.aliases = aliases
    }
}
