import Algorithms
import Approval
import ArgumentParser
import CommandSupport
import GcryptModule
import OpenSSLModule

/// Which module answers.
struct ModuleChoice: ParsableArguments {
    enum Name: String, CaseIterable, ExpressibleByArgument {
        case openssl
        case gcrypt
    }

    @Option(help: "The module that answers: openssl (the FIPS provider) or gcrypt (libgcrypt).")
    var module = Name.openssl

    @OptionGroup var provider: ProviderOptions
    @OptionGroup var policy: PolicyOptions

    /// Loads the module that answers, and the other one where there is one: it verifies what is
    /// random.
    func load(threads: Int) throws(CommandError) -> ModuleTeams {
        do throws(ModuleError) {
            switch module {
            case .openssl:
                let provider = try provider.load()
                return ModuleTeams(threads, policy) { number in
                    var team: [any Module] = [
                        number == 0 ? provider : OpenSSLModule(sharing: provider)
                    ]
                    if let other = try? GcryptModule() { team.append(other) }
                    return team
                }
            case .gcrypt:
                let answering = try GcryptModule()
                let provider = try? provider.load()
                return ModuleTeams(threads, policy) { number in
                    var team: [any Module] = []
                    if number == 0 {
                        team.append(answering)
                    } else if let another = try? GcryptModule() {
                        team.append(another)
                    }
                    if let provider {
                        team.append(number == 0 ? provider : OpenSSLModule(sharing: provider))
                    }
                    return team
                }
            }
        } catch {
            throw CommandError(error)
        }
    }
}

/// The modules behind their gates, the one that answers first, once for each thread.
struct ModuleTeams {
    private(set) var teams: [[Gate]] = []

    /// - Parameter team: the modules of one thread; the first thread's are those that were loaded.
    fileprivate init(_ threads: Int, _ policy: PolicyOptions, _ team: (Int) -> [any Module]) {
        for number in 0..<threads {
            let gates = team(number).map { policy.gate($0) }
            // A team with other modules would not give the same answers.
            if gates.count < (teams.first?.count ?? 1) { break }
            teams.append(gates)
        }
    }

    /// The module that answers.
    var answering: Gate { teams[0][0] }
}
