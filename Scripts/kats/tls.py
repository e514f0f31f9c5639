"""Key derivation of TLS: RFC 7627 (SP 800-135 Rev. 1) and RFC 8446."""

import json

from kats.form import KAT, Group, Row, Source, flipped, octets
from kats.members import Members

FOLDER = "src/util/fipstools/acvp/acvptool/test/{}/{}.bz2"
TLS12 = (["preMasterSecret", "sessionHash", "clientRandom", "serverRandom"],
         ["masterSecret", "keyBlock"])
TLS13 = (["psk", "dhe", "helloClientRandom", "helloServerRandom", "finishedServerRandom",
          "finishedClientRandom"],
         ["clientEarlyTrafficSecret", "earlyExporterMasterSecret", "clientHandshakeTrafficSecret",
          "serverHandshakeTrafficSecret", "clientApplicationTrafficSecret",
          "serverApplicationTrafficSecret", "exporterMasterSecret", "resumptionMasterSecret"])


def tls_kat(members: Members, stem: str, name: str, revision: str, document: str,
            properties: list[str], columns: tuple[list[str], list[str]]) -> KAT:
    """Every fourth case has one bit of its last answer inverted."""
    sources: list[Source] = [("boringssl-14", FOLDER.format(kind, stem))
                             for kind in ("vectors", "expected")]
    questions, answers = (json.JSONDecoder().raw_decode(members.read(*source))[0][-1]
                          for source in sources)
    known = {test["tcId"]: test for group in answers["testGroups"] for test in group["tests"]}
    inputs, outputs = columns
    groups: dict[tuple[str, ...], tuple[list[Row], list[Row]]] = {}
    for index, group in enumerate(questions["testGroups"]):
        key = tuple(str(group[name]) for name in properties)
        right, wrong = groups.setdefault(key, ([], []))
        for test in group["tests"]:
            row = [octets(test.get(field, "")) for field in inputs]
            row += [octets(known[test["tcId"]][field]) for field in outputs]
            if index % 4 == 2:
                wrong.append([*row[:-1], flipped(row[-1], 7 * index), "false"])
            else:
                right.append(row)
    all_groups = []
    for key, (right, wrong) in groups.items():
        described = {"testType": "AFT"} | dict(zip(properties, key))
        if right:
            all_groups.append(Group(described, inputs + outputs, inputs, right))
        if wrong:
            all_groups.append(Group(described, [*inputs, *outputs, "testPassed"], inputs, wrong))
    return KAT(f"KDF/{name}.kat", name, revision, document, sources, all_groups)


def tls_kats(members: Members) -> list[KAT]:
    return [tls_kat(members, "TLS12", "TLS-v1.2-KDF", "RFC7627",
                    "TLS 1.2 with the extended master secret (RFC 7627): an ACVP set",
                    ["hashAlg", "keyBlockLength"], TLS12),
            tls_kat(members, "TLS13", "TLS-v1.3-KDF", "RFC8446",
                    "TLS 1.3 (RFC 8446): an ACVP set", ["hmacAlg", "runningMode"], TLS13)]
