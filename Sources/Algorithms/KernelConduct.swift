/// What the running kernel did when it was asked through AF_ALG: what it computes, and what its
/// FIPS mode denies. No file can feign it.
package struct KernelConduct: Sendable, Equatable {
    /// What came of a thing that FIPS mode alone denies.
    package enum Response: Sendable, Equatable {
        case served
        /// By policy, with the error's name: the algorithm itself is there.
        case denied(String)
        /// It was not asked, or the kernel answered neither way; why.
        case undecided(String)
    }

    /// One known question: nil where the answer is right.
    package struct Answer: Sendable, Equatable {
        package let name: String
        package let fault: Fault?

        package init(name: String, fault: Fault?) {
            self.name = name
            self.fault = fault
        }
    }

    package enum Fault: Sendable, Equatable {
        /// What came instead.
        case wrong(String)
        case notOffered(String)
        case failed(String)
    }

    /// Why nothing could be asked; nil where it was.
    package let unreachable: String?
    package let answers: [Answer]
    /// hmac(sha256) with a key of 32 bits, below the 112 of SP 800-131A Rev. 2.
    package let shortKey: Response
    /// xts(aes) with two equal keys (FIPS 140-3 IG C.I).
    package let equalKeys: Response
    /// Whether MD5 is handed out by its name.
    package let md5: Response

    package init(
        unreachable: String?, answers: [Answer], shortKey: Response, equalKeys: Response,
        md5: Response
    ) {
        self.unreachable = unreachable
        self.answers = answers
        self.shortKey = shortKey
        self.equalKeys = equalKeys
        self.md5 = md5
    }

    /// Of a kernel that could not be asked.
    package init(unreachable: String) {
        let response = Response.undecided(unreachable)
        self.init(
            unreachable: unreachable, answers: [], shortKey: response, equalKeys: response,
            md5: response)
    }
}
