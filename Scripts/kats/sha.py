"""SHA-1, SHA-2 and SHA-3."""

from collections.abc import Sequence
from dataclasses import dataclass

from kats.form import KAT, Group, Row, Source, flipped, octets, spread
from kats.members import Members, Record, rsp_sections


@dataclass(frozen=True)
class Family:
    folder: str             # of KATs
    package_folder: str
    standard: str
    revision: str
    short: int | None       # how many short messages to take; None for all
    longest: int            # message in octets
    long: int               # how many long messages to take


SHA1 = Family("SHA-1", "SHA1", "SHA-1 (FIPS 180-4)", "1.0", None, 1_500, 5)
SHA2 = Family("SHA-2", "SHA2", "SHA-2 (FIPS 180-4)", "1.0", None, 6_400, 8)
SHA3 = Family("SHA-3", "SHA3", "SHA-3 (FIPS 202)", "2.0", 48, 1_000, 4)

# names of hashes in CAVP's files and in ACVP
HASHES = {
    "SHA224": "SHA2-224",
    "SHA256": "SHA2-256",
    "SHA384": "SHA2-384",
    "SHA512": "SHA2-512",
    "SHA512_224": "SHA2-512/224",
    "SHA512_256": "SHA2-512/256",
}
SHA3_HASHES = {f"SHA3_{bits}": f"SHA3-{bits}" for bits in (224, 256, 384, 512)}


def sha_records(members: Members, family: Family, file: str) -> tuple[Source, list[Record]]:
    member = ("cavp", f"hashes/{family.package_folder}/{file}.rsp")
    return member, [r for _, records in rsp_sections(members.read(*member)) for r in records]


def sha_row(record: Record) -> Row:
    # CAVP writes the empty message as one octet
    message = record["Msg"] if record["Len"] != "0" else ""
    return [record["Len"], octets(message), octets(record["MD"])]


def sha_monte_carlo(records: list[Record]) -> Row:
    seed, steps = records[0]["Seed"], records[1:]
    assert len(steps) == 100
    return [octets(seed), "".join(octets(step["MD"]) for step in steps)]


def to_both_edges(records: Sequence[Record], count: int | None) -> list[Record]:
    """`count` records from the first to the last, the last but one among them: the longest
    short messages end at a block's edge and one octet before it."""
    if count is None or count >= len(records):
        return list(records)
    return [*spread(records[:-2], count - 2), *records[-2:]]


def sha_kat(members: Members, family: Family, stem: str, name: str) -> KAT:
    short_source, short = sha_records(members, family, f"{stem}ShortMsg")
    long_source, long = sha_records(members, family, f"{stem}LongMsg")
    monte_source, monte = sha_records(members, family, f"{stem}Monte")
    chosen = spread([r for r in long if int(r["Len"]) <= 8 * family.longest], family.long)
    spare = [r for r in long if r not in chosen][:4]
    wrong = [[length, message, flipped(md, 5 * i + 3), "false"]
             for i, (length, message, md) in enumerate(map(sha_row, spare))]
    right = [sha_row(r) for r in to_both_edges(short, family.short) + chosen]
    return KAT(f"{family.folder}/{name.replace('/', '-')}.kat", name, family.revision,
               f"NIST CAVP, {family.standard} response files, byte-oriented",
               [short_source, long_source, monte_source], [
        Group({"testType": "AFT"}, ["len", "msg", "md"], ["msg"], right),
        Group({"testType": "AFT"}, ["len", "msg", "md", "testPassed"], ["msg"], wrong),
        Group({"testType": "MCT", "mctVersion": "standard"}, ["msg", "resultsArray"], ["msg"],
              [sha_monte_carlo(monte)]),
    ])


def sha_kats(members: Members) -> list[KAT]:
    return [
        sha_kat(members, SHA1, "SHA1", "SHA-1"),
        *(sha_kat(members, SHA2, stem, name) for stem, name in HASHES.items()),
        *(sha_kat(members, SHA3, stem, name) for stem, name in SHA3_HASHES.items()),
    ]
