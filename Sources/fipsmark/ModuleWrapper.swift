import Algorithms
import Approval
import ArgumentParser
import CommandSupport
import Wrapper

struct ModuleWrapper: ParsableCommand {
    /// Whose protocol is spoken.
    enum Client: String, CaseIterable, ExpressibleByArgument {
        case boringssl
        case boringssl2022 = "boringssl-2022"
        case awslc
        case jsonl
    }

    static let configuration = CommandConfiguration(
        commandName: "modulewrapper",
        abstract: "Answer the requests of an ACVP client on standard input and output.",
        discussion: """
            Speaks the protocol of BoringSSL's modulewrapper, so that acvptool tests the FIPS \
            provider, and the JSON lines of acvp-assay. Every request passes the gate: what is \
            not approved is refused. acvptool's protocol has no reply for that; the rule goes \
            to standard error and the command ends with 2. getConfig announces only what is \
            approved and offered.

            acvptool starts its wrapper without arguments. Give it a link to fipsmark whose name \
            ends in 'modulewrapper', or a script of one line:

                #!/bin/sh
                exec fipsmark modulewrapper --dialect awslc

            boringssl is today's client; boringssl-2022 is the one in Debian's source package \
            android-platform-external-boringssl; awslc is AWS-LC's; jsonl is acvp-assay's \
            --provider-command, where a refusal is an answer and nothing ends the run.

            Exit codes: 0 the input ended; 1 the module failed its own tests; 2 a request was \
            malformed, refused, or failed.
            """)

    @Option(help: "The client that asks: boringssl, boringssl-2022, awslc or jsonl.")
    var dialect = Client.boringssl

    @OptionGroup(title: "Modules") var provider: ProviderOptions

    func run() throws {
        leaving { () throws(CommandError) in
            let gate: Gate
            do throws(ModuleError) {
                gate = Gate(try provider.load(), for: .test)
            } catch {
                throw CommandError(error)
            }
            do throws(WrapperError) {
                try answer(gate)
            } catch {
                throw CommandError(error.message, error.isSelfTestFailure ? .failed : .undetermined)
            }
            return .passed
        }
    }

    private func answer(_ gate: Gate) throws(WrapperError) {
        let streams = StandardStreams()
        switch dialect {
        case .boringssl: try FrameLoop(gate, .boringSSL, streams).run()
        case .boringssl2022: try FrameLoop(gate, .boringSSL2022, streams).run()
        case .awslc: try FrameLoop(gate, .awsLC, streams).run()
        case .jsonl: try LineLoop(gate, toolVersion: Tool.version, streams).run()
        }
    }
}
