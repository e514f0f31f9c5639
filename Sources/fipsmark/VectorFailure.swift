import CommandSupport
import KnownAnswers

extension CommandError {
    init(_ error: VectorError) {
        self.init(error.description)
    }
}
