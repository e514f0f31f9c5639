import Approval
import Testing

@testable import Fleet

/// Files of scopes that say something else than somebody means.
@Suite struct ScopesTests {
    private static let head = "format: fipsmark scopes 1\nscopes:\n"
    private static let cluster = "- {kind: cluster, name: eu, nodes: {names: [a]}}\n"

    @Test func wholeFileIsRead() throws {
        let scopes = try Platform.scopes(
            """
            format: fipsmark scopes 1
            max-age: 2d
            scopes:
            - {kind: tenant, name: acme, fips: on, since: 2026-10-01}
            - {kind: project, name: pay, parent: acme, fips: off, policy: update-stream}
            - kind: cluster
              name: eu
              parent: pay
              fips: yes
              expected-nodes: 3
              max-age: 90m
              profile: node
              nodes:
                names: [a, b]
                patterns: ["eu-*"]
                sources: ["*/eu/*"]
                labels: {zone: eu-1, "node.kubernetes.io/fips": "true"}
            waivers:
            - {id: F05, scope: eu, owner: a & b, reason: "x, *y", expires: 2026-12-31}

            """)
        #expect(scopes.scopes.count == 3 && scopes.path(2) == "acme/pay/eu")
        #expect(scopes.scopes.map(\.isOn) == [true, false, true])
        #expect(scopes.maximumAgeSeconds == 172_800)
        #expect(scopes.scopes[2].maximumAgeSeconds == 5400)
        #expect(scopes.scopes[2].labels.map(\.key) == ["zone", "node.kubernetes.io/fips"])
        #expect(scopes.nearest(2) { $0.policy } == "update-stream")
        #expect(scopes.waivers.map(\.rule) == [.olderThanSwitch])
    }

    @Test(arguments: [
        ("", "empty"), ("[]", "no map"), ("format: fipsmark scopes 2\n", "format"),
        ("format: fipsmark scopes 1\nscopes: []\n", "no scopes"),
        (head + cluster + "colour: red\n", "'colour' is not known"),
        (head + "- {kind: cluster, name: eu, nods: {names: [a]}}\n", "selects no nodes"),
        (head + "- {kind: cluster, name: eu, colour: red, nodes: {names: [a]}}\n", "'colour'"),
        (head + "- {kind: cluster, name: eu, nodes: {name: [a]}}\n", "'name' is not known"),
        (head + cluster + cluster, "stands twice"),
        (head + "- {kind: cluster, name: eu, nodes: {names: [a, a]}}\n", "stands twice"),
        (head + "- {kind: cluster, name: eu, name: us, nodes: {names: [a]}}\n", "no YAML"),
        (head + "- {kind: region, name: eu}\n", "none of tenant, project and cluster"),
        (head + "- {kind: project, name: p, parent: nobody}\n", "does not exist"),
        (
            head + "- {kind: project, name: p, parent: q}\n- {kind: project, name: q, parent: p}\n",
            "lie in each other: p in q in p"
        ),
        (head + "- {kind: project, name: p, parent: p}\n", "lie in each other"),
        (
            head + "- {kind: project, name: p}\n- {kind: tenant, name: t, parent: p}\n",
            "cannot lie in"
        ),
        (head + cluster + "- {kind: cluster, name: us, nodes: {names: [a]}}\n", "overlap"),
        (head + cluster + "- {kind: cluster, name: us, nodes: {patterns: [a*]}}\n", "overlap"),
        (
            head + "- {kind: cluster, name: eu, nodes: {patterns: [a*]}}\n"
                + "- {kind: cluster, name: us, nodes: {patterns: [\"*b\"]}}\n", "overlap"
        ),
        (head + "- {kind: tenant, name: t, fips: perhaps}\n", "on or off"),
        (head + "- {kind: tenant, name: t, fips: on, since: 2026-02-30}\n", "since takes a day"),
        (head + "- {kind: tenant, name: t, fips: off, since: 2026-01-01}\n", "is on"),
        (head + "- {kind: tenant, name: t, max-age: 7}\n", "an age is a number"),
        (head + "- {kind: tenant, name: t, max-age: 99999999999999999999d}\n", "an age"),
        (head + "- {kind: tenant, name: t, policy: strict}\n", "policy 'strict'"),
        (head + "- {kind: tenant, name: t, expected-nodes: 1}\n", "only a cluster"),
        (head + "- {kind: tenant, name: t, nodes: {names: [a]}}\n", "only a cluster"),
        (head + "- {kind: tenant, name: a/b}\n", "neither white space nor '/'"),
        (head + cluster + "waivers:\n- {id: F99, scope: eu}\n", "no rule"),
        (head + cluster + "waivers:\n- {id: F04, scope: us}\n", "does not exist"),
        (head + cluster + "waivers:\n- {id: F04, scope: eu, owner: x}\n", "no 'reason'"),
        (
            head + cluster
                + "waivers:\n- {id: F04, scope: eu, owner: x, reason: y, expires: never}\n",
            "expires takes a day"
        ),
        ("a: &x [1]\nb: *x\n", "anchors"), ("a: [b", "no YAML"), ("a: \u{1}", "no YAML"),
    ])
    func whatIsWrongIsNamed(_ yaml: String, _ words: String) throws {
        let error = #expect(throws: ScopesError.self) { try Platform.scopes(yaml) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    /// A name that fills a screen is not repeated.
    @Test func longNamesAreNamedShort() throws {
        let name = String(repeating: "n", count: 1 << 20)
        for yaml in [
            ScopesTests.head + "- {kind: tenant, name: \(name)}\n",
            ScopesTests.head + "- {kind: \(name), name: t}\n",
            ScopesTests.head + "- {kind: tenant, name: t, parent: \(name)}\n",
            ScopesTests.head + ScopesTests.cluster + "\(name.prefix(900)): 1\n",
        ] {
            let error = #expect(throws: ScopesError.self) { try Platform.scopes(yaml) }
            #expect((error?.description.utf8.count ?? 9999) < 400)
        }
    }

    @Test func linesAreThoseOfTheFile() throws {
        let error = #expect(throws: ScopesError.self) {
            try Platform.scopes(
                ScopesTests.head + ScopesTests.cluster + "- kind: tenant\n  name: t\n  fip: on\n")
        }
        #expect(error?.line == 6)
    }

    @Test(arguments: [
        "a b c", "a 2026-13-01T00:00:00Z map[]", "a <none> zone=eu", "a <none> map[zone]",
        "a <none> map[]\na <none> map[]",
    ])
    func malformedInventoriesAreRefused(_ text: String) {
        #expect(throws: ScopesError.self) { try Inventory(Array(text.utf8)) }
    }

    @Test func labelsSelectNodes() throws {
        let inventory = try Inventory(
            Array("x1   2026-10-02T00:00:00Z   map[zone:eu pool:a]\nx2 <none> map[zone:us]\n".utf8))
        let scopes = try Platform.scopes(
            ScopesTests.head
                + "- {kind: cluster, name: eu, fips: on, nodes: {labels: {zone: eu, pool: a}}}\n")
        let fleet = RollUp(
            FleetReports(), scopes: scopes, inventory: inventory,
            options: RollUp.Options(now: 0, asOf: .epoch))
        #expect(fleet.nodes.map(\.name) == ["x1"] && fleet.counts[0].missing == 1)
    }
}
