"""SHA-2."""

from kats.form import KAT, Group, Row, Source, flipped, octets, spread
from kats.members import Members, Record, rsp_sections

# names of hashes in CAVP's files and in ACVP
HASHES = {
    "SHA224": "SHA2-224",
    "SHA256": "SHA2-256",
    "SHA384": "SHA2-384",
    "SHA512": "SHA2-512",
    "SHA512_224": "SHA2-512/224",
    "SHA512_256": "SHA2-512/256",
}


def sha_records(members: Members, stem: str, kind: str) -> tuple[Source, list[Record]]:
    member = ("cavp", f"hashes/SHA2/{stem}{kind}.rsp")
    return member, [r for _, records in rsp_sections(members.read(*member)) for r in records]


def sha_row(record: Record) -> Row:
    # CAVP writes the empty message as one octet
    message = record["Msg"] if record["Len"] != "0" else ""
    return [record["Len"], octets(message), octets(record["MD"])]


def sha_monte_carlo(records: list[Record]) -> Row:
    seed, steps = records[0]["Seed"], records[1:]
    assert len(steps) == 100
    return [octets(seed), "".join(octets(step["MD"]) for step in steps)]


def sha_kat(members: Members, stem: str, name: str) -> KAT:
    short_source, short = sha_records(members, stem, "ShortMsg")
    long_source, long = sha_records(members, stem, "LongMsg")
    monte_source, monte = sha_records(members, stem, "Monte")
    chosen = spread([r for r in long if int(r["Len"]) <= 8 * 6_400], 8)
    spare = [r for r in long if r not in chosen][:4]
    wrong = [[length, message, flipped(md, 5 * i + 3), "false"]
             for i, (length, message, md) in enumerate(map(sha_row, spare))]
    return KAT(f"SHA-2/{name.replace('/', '-')}.kat", name, "1.0",
               "NIST CAVP, SHA-2 (FIPS 180-4) response files, byte-oriented",
               [short_source, long_source, monte_source], [
        Group({"testType": "AFT"}, ["len", "msg", "md"], ["msg"],
              [sha_row(r) for r in short + chosen]),
        Group({"testType": "AFT"}, ["len", "msg", "md", "testPassed"], ["msg"], wrong),
        Group({"testType": "MCT", "mctVersion": "standard"}, ["msg", "resultsArray"], ["msg"],
              [sha_monte_carlo(monte)]),
    ])
