/// What a configuration says of providers (config(5ossl), fips_config(5)).
package struct ProviderSettings: Sendable {
    package struct Provider: Sendable {
        package let name: String
        package let section: String
        package let settings: [ConfigurationTree.Setting]

        package func value(_ name: String) -> String? {
            settings.last { $0.name == name }?.value
        }

        /// Whether libcrypto activates it. Up to 3.2 whatever stands there does.
        package var isActivated: Bool { value("activate") != nil }
        package var isDeactivated: Bool {
            ["0", "no", "off", "false"].contains(value("activate")?.lowercased())
        }
    }

    package let tree: ConfigurationTree
    package let providers: [Provider]
    package let defaultProperties: String?
    /// The section that `openssl_conf` names.
    private let main: String?

    package init(_ tree: ConfigurationTree) {
        self.tree = tree
        main = tree.setting("default", "openssl_conf")?.value
        let section = main.flatMap { tree.setting($0, "providers")?.value }
        providers = (section.map(tree.settings) ?? []).map { setting in
            Provider(
                name: setting.name, section: setting.value, settings: tree.settings(setting.value))
        }
        let algorithms = main.flatMap { tree.setting($0, "alg_section")?.value }
        defaultProperties = algorithms.flatMap { tree.setting($0, "default_properties")?.value }
    }

    /// The provider that carries an integrity value, whatever it is called, else the one of the
    /// usual name.
    package var fips: Provider? {
        providers.first { $0.value("module-mac") != nil } ?? providers.first { $0.name == "fips" }
    }

    /// The file that `openssl fipsinstall` wrote.
    package var moduleConfiguration: String? {
        fips?.settings.first { $0.name == "module-mac" }?.file
    }

    /// Why programs may get no FIPS provider from this configuration, the plainest cause first.
    package var causes: [String] {
        var causes: [String] = []
        if tree.files.isEmpty {
            return tree.problems.isEmpty ? ["there is no configuration"] : tree.problems
        }
        let path = tree.files[0]
        guard let main else {
            let others = tree.settings("default").map(\.name).filter { $0.hasSuffix("_conf") }
            causes.append(
                "\(path) has no 'openssl_conf = …' before its first section"
                    + (others.isEmpty ? "" : "; \(others[0]) is read by one program alone"))
            return causes + tree.problems
        }
        if providers.isEmpty {
            causes.append("section [\(main)] of \(path) names no 'providers' with entries")
        } else if let fips {
            causes += ProviderSettings.causes(fips)
        } else {
            causes.append(
                "it names the providers "
                    + "\(providers.map(\.name).joined(separator: ", ")) and no fips"
            )
        }
        if !providers.isEmpty && !(defaultProperties ?? "").contains("fips=yes") {
            causes.append("no 'default_properties = fips=yes' in an alg_section")
        }
        return causes + tree.problems
    }

    private static func causes(_ fips: Provider) -> [String] {
        if fips.settings.isEmpty {
            return [
                "section [\(fips.section)] of provider \(fips.name) is not there or empty: "
                    + "fipsmodule.cnf is not included"
            ]
        }
        var causes: [String] = []
        if !fips.isActivated { causes.append("provider \(fips.name) has no 'activate = 1'") }
        if fips.isDeactivated {
            causes.append(
                "provider \(fips.name) has 'activate = \(fips.value("activate") ?? "")', which "
                    + "libcrypto up to 3.1 reads as 1")
        }
        if fips.value("module-mac") == nil {
            causes.append("provider \(fips.name) has no module-mac: fipsmodule.cnf is not included")
        }
        return causes
    }
}
