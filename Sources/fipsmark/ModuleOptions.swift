import Algorithms
import Approval
import ArgumentParser
import CommandSupport
import GcryptModule
import OpenSSLModule

/// Which modules are tested.
struct ModuleOptions: ParsableArguments {
    @OptionGroup var provider: ProviderOptions
    @OptionGroup var policy: PolicyOptions

    @Flag(help: "Exit with 2 where libgcrypt cannot cross-check.")
    var requireCrossCheck = false

    func loadProvider() throws(ModuleError) -> OpenSSLModule { try provider.load() }

    /// Loads libgcrypt, or says why there is none.
    func loadCrossCheck() -> Result<any Module, ModuleError> {
        do throws(ModuleError) {
            return .success(try GcryptModule())
        } catch {
            return .failure(error)
        }
    }
}
