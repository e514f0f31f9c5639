import Approval
import Testing

/// The rule that decides a service, and what it says today.
func expect(
    _ service: Service, _ ruleID: String, _ status: Status? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let rule = service.rule
    #expect(rule.id == ruleID, "\(service)", sourceLocation: sourceLocation)
    if let status {
        #expect(rule.status == status, "\(service)", sourceLocation: sourceLocation)
    }
}
