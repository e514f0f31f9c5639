import Algorithms
import Glibc
import Testing

@testable import GcryptModule

@Suite struct LibraryTests {
    @Test func identity() throws {
        let module = try GcryptModule()
        let identity = module.identity
        #expect(identity.role == .gcrypt)
        #expect(identity.name == "libgcrypt")
        #expect(identity.version.hasPrefix("1."))
        #expect(identity.path.hasPrefix("/") && identity.path.contains("libgcrypt.so.20."))
        #expect(identity.reachedThrough == "dlopen")
        #expect(identity.buildInformation.contains("hwflist"))
        #expect(identity.buildInformation.contains("rng-type fips"))
    }

    @Test func selfTests() throws {
        let module = try GcryptModule()
        for events in [module.loadSelfTests, try module.runSelfTests()] {
            #expect(events.map(\.type) == ["Module_SelfTest"])
            #expect(events.map(\.phase) == ["Pass"])
            #expect(events.allSatisfy { $0.durationNanoseconds > 0 })
        }
    }

    @Test func missingLibrary() {
        let expected =
            "libnowhere.so.20 is not installed; "
            + "install libgcrypt20 (Debian) or libgcrypt (RHEL)"
        #expect(throws: ModuleError.couldNotRun(expected)) {
            try GcryptModule(libraryPath: "libnowhere.so.20")
        }
    }

    @Test func fileThatIsNoLibrary() throws {
        let error = try #require(load("/etc/passwd"))
        #expect(error.message.hasPrefix("/etc/passwd cannot be loaded"))
    }

    @Test func libraryOfSomethingElse() throws {
        let error = try #require(load("libc.so.6"))
        #expect(error.message.hasPrefix("libc.so.6 has no function gcry_check_version"))
    }

    /// libgcrypt with one of its functions put in the way, and what is made of its end.
    @Test(arguments: [
        (
            "abort", "unsigned gcry_control(int c, ...) { if (c == 57) abort(); return 0; }",
            "ended its process (Aborted) while it tested itself"
        ),
        (
            "fail", "unsigned gcry_control(int c, ...) { return c == 57 ? 50 : 0; }",
            "Selftest failed"
        ),
        (
            "hang", "unsigned gcry_control(int c, ...) { if (c == 57) pause(); return 0; }",
            "did not come to an end in time while it tested itself"
        ),
        (
            "exit", "unsigned gcry_control(int c, ...) { if (c == 38) _exit(0); return 0; }",
            "ended its process while it was initialised"
        ),
        (
            "start", "__attribute__((constructor)) void f(void) { raise(SIGSEGV); }",
            "ended its process (Segmentation fault) while it was loaded"
        ),
    ])
    func brokenLibrary(name: String, source: String, reason: String) throws {
        let path = "/tmp/fipsmark-gcrypt-\(getpid())-\(name).so"
        let code = "#include <signal.h>\n#include <stdlib.h>\n#include <unistd.h>\n\(source)\n"
        try compile(code, path)
        defer { unlink(path) }
        let error = try #require(load(path, seconds: 2))
        #expect(error.message.contains(reason), "\(error)")
    }

    private func load(_ path: String, seconds: UInt32 = 60) -> ModuleError? {
        thrown { () throws(ModuleError) in _ = try Library(path: path, trialSeconds: seconds) }
    }

    /// What the new library lacks, dlsym finds in the one that it depends on.
    private func compile(_ code: String, _ path: String) throws {
        let command =
            "clang -shared -fPIC -x c -o \(path) - -Wl,--no-as-needed -l:libgcrypt.so.20"
        let compiler = try #require(popen(command, "w"))
        fputs(code, compiler)
        #expect(pclose(compiler) == 0)
    }
}
