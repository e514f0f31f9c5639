"""SHAKE, whole octets in and out (the ACVP revision FIPS202)."""

from kats.form import KAT, Group, Row, bits, flipped, octets, spread
from kats.members import Members, Record, rsp_sections
from kats.sha import to_both_edges

SHORT_MESSAGES = 36
LONG_MESSAGES = 3
LONGEST = 1_000     # message in octets
OUTPUTS = 28


def shake_records(members: Members, source: tuple[str, str]) -> list[Record]:
    return [record for _, records in rsp_sections(members.read(*source)) for record in records
            if "Output" in record]


def shake_row(record: Record) -> Row:
    # CAVP writes the empty message as one octet
    message = octets(record["Msg"] if record.get("Len") != "0" else "")
    output = octets(record["Output"])
    return [record.get("Len", bits(message)), message, bits(output), output]


def shake_kat(members: Members, strength: int) -> KAT:
    sources = [("cavp", f"hashes/SHAKE/SHAKE{strength}{kind}.rsp")
               for kind in ("ShortMsg", "LongMsg", "VariableOut")]
    short, long, outputs = (shake_records(members, source) for source in sources)
    brief = spread([r for r in long if int(r["Len"]) <= 8 * LONGEST], LONG_MESSAGES)
    chosen = spread(outputs, OUTPUTS)
    spare = [r for r in outputs if r not in chosen]
    columns = ["len", "msg", "outLen", "md"]
    aft = {"testType": "AFT"}
    wrong = [[*row[:-1], flipped(row[-1], 5 * i + 3), "false"]
             for i, row in enumerate(map(shake_row, spread(spare, 4)))]
    return KAT(f"SHA-3/SHAKE-{strength}.kat", f"SHAKE-{strength}", "FIPS202",
               "NIST CAVP, SHAKE (FIPS 202) response files, byte-oriented", sources, [
        Group(aft, columns, ["msg", "outLen"],
              [shake_row(r) for r in to_both_edges(short, SHORT_MESSAGES) + brief]),
        Group(aft, columns, ["msg", "outLen"], [shake_row(r) for r in chosen]),
        Group(aft, [*columns, "testPassed"], ["msg", "outLen"], wrong),
    ])


def shake_kats(members: Members) -> list[KAT]:
    return [shake_kat(members, strength) for strength in (128, 256)]
