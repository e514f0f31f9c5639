"""Key derivation: SP 800-56C, SP 800-108, SP 800-132 and SP 800-135."""

import json
from collections.abc import Iterable, Iterator

from kats.form import KAT, Group, Row, Source, bits, boolean, flipped, octets, spread
from kats.members import Members, Record, rsp_sections, stanzas

EVP = "test/recipes/30-test_evp_data/evpkdf_{}.txt"
HASHES = {"SHA1": "SHA-1", "SHA224": "SHA2-224", "SHA256": "SHA2-256", "SHA384": "SHA2-384",
          "SHA512": "SHA2-512"}
# the contents of tags [0] to [3] of OtherInfo, which ACVP has without their encoding
OBJECT_IDENTIFIERS = {"id-aes128-wrap": ("0609608648016503040105", 128),
                      "id-aes192-wrap": ("0609608648016503040119", 192),
                      "id-aes256-wrap": ("060960864801650304012D", 256)}
Properties = tuple[tuple[str, str], ...]


def grouped(cases: Iterable[tuple[Properties, Row]], columns: list[str],
            inputs: list[str]) -> list[Group]:
    """A group for each set of properties, in the order in which they come first."""
    groups: dict[Properties, Group] = {}
    for properties, row in cases:
        if properties not in groups:
            groups[properties] = Group(dict(properties), columns, inputs, [])
        groups[properties].rows.append(row)
    return list(groups.values())


def broken(cases: list[tuple[Properties, Row]], first: int) -> list[tuple[Properties, Row]]:
    """The cases with one bit of their last value inverted."""
    return [(properties, [*row[:-1], flipped(row[-1], 5 * i + first), "false"])
            for i, (properties, row) in enumerate(cases)]


def split(cases: list[tuple[Properties, Row]], count: int
          ) -> tuple[list[tuple[Properties, Row]], list[tuple[Properties, Row]]]:
    """The cases that stay as they are, and `count` others."""
    chosen = spread(cases, count)
    return [case for case in cases if case not in chosen], chosen


def openssl_records(members: Members, source: Source) -> Iterator[Record]:
    """Stanzas of OpenSSL's tests of derivations that succeed: `Ctrl.x = y:value` as y."""
    for stanza in stanzas(members.read(*source)):
        record = {"Output": ""}
        for keyword, value in stanza:
            if keyword.startswith("Ctrl"):
                name, _, value = value.partition(":")
                record[name] = value
            else:
                record[keyword] = value
        if "KDF" in record and "Result" not in record and record["Output"]:
            yield record


# SP 800-56C

def agreement_kat(name: str, document: str, sources: list[Source],
                  cases: list[tuple[Properties, Row]], wrong: int) -> KAT:
    """Rows are salt, z, context and dkm; the context is all of the fixed information.
    The length stays out of the group, since its cases differ in it."""
    cases = [(properties, [*row[:3], bits(row[3]), row[3]]) for properties, row in cases]
    # secrets below 112 bits are not approved: to be refused
    short = [case for case in cases if len(case[1][1]) < 28]
    right, others = split([case for case in cases if case not in short], 2 * wrong)
    columns = ["salt", "z", "context", "derivedKeyLength", "dkm"]
    inputs = ["salt", "z", "context"]
    valid = [(properties, [*row, "true"]) for properties, row in others[::2]]
    verified = sorted(valid + broken(others[1::2], 1), key=lambda case: case[0])
    return KAT(f"KDF/{name}.kat", name, "Sp800-56Cr2", document, sources, [
        *grouped([((("testType", "AFT"), *properties), row) for properties, row in right],
                 columns, inputs),
        *grouped([((("testType", "AFT"), *properties), row) for properties, row in short],
                 columns, inputs),
        *grouped([((("testType", "VAL"), *properties), row) for properties, row in verified],
                 [*columns, "testPassed"], inputs)])


def hkdf_kat(members: Members) -> KAT:
    sources: list[Source] = []
    cases = []
    for stem in ("sha1", "sha256", "sha384", "sha512"):
        sources.append(("wycheproof", f"testvectors_v1/hkdf_{stem}_test.json"))
        tests = [test for group in json.loads(members.read(*sources[-1]))["testGroups"]
                 for test in group["tests"] if test["result"] == "valid" and test["size"] < 1000]
        published = [test for test in tests if test["comment"] == "RFC 5869"]
        others = [test for test in tests if test not in published]
        cases += [(HASHES[stem.upper()], test["salt"], test["ikm"], test["info"], test["okm"])
                  for test in published + spread(others, 24)]
    seen: set[tuple[str, ...]] = set()
    rows = []
    for name, salt, secret, info, output in cases:
        row = [octets(salt), octets(secret), octets(info), octets(output)]
        if (name, *row[:3]) in seen:
            continue
        seen.add((name, *row[:3]))
        rows.append(((("hmacAlg", name),), row))
    rows.sort(key=lambda case: (case[0], len(case[1][3])))
    document = "HKDF (SP 800-56C Rev. 2): RFC 5869 and others of Wycheproof v1"
    return agreement_kat("KDA-HKDF", document, sources, rows, 8)


def one_step_kat(members: Members) -> KAT:
    source = ("openssl", EVP.format("ss"))
    rows = []
    for record in openssl_records(members, source):
        name = HASHES[record["digest"]]
        function = f"HMAC-{name}" if "mac" in record else name
        row = [octets(record.get("hexsalt", "")), octets(record["hexsecret"]),
               octets(record.get("hexinfo", "")), octets(record["Output"])]
        case = ((("auxFunction", function),), row)
        if not any(row[:3] == other[:3] for _, other in rows):
            rows.append(case)
    rows.sort(key=lambda case: (case[0], len(case[1][3])))
    return agreement_kat("KDA-OneStep", "one-step KDF (SP 800-56C Rev. 2) of OpenSSL's tests",
                         [source], rows, 8)


def two_step_kat(members: Members) -> KAT:
    """BoringSSL's set of the name that the mode had before it was called KDA."""
    folder = "src/util/fipstools/acvp/acvptool/test/{}/KAS-KDF.bz2"
    sources = [("boringssl", folder.format(kind)) for kind in ("vectors", "expected")]
    # something follows the array in some of BoringSSL's files
    questions, answers = (json.JSONDecoder().raw_decode(members.read(*source))[0][-1]
                          for source in sources)
    known = {test["tcId"]: test for group in answers["testGroups"] for test in group["tests"]}
    groups = []
    for group in questions["testGroups"]:
        setting = group["kdfConfiguration"]
        properties = {"testType": group["testType"]}
        for name in ("l", "fixedInfoPattern", "kdfMode", "macMode", "counterLen", "ivLen"):
            properties[name] = str(setting[name])
        properties["counterLocation"] = setting["counterLocation"].replace(" ", "-")
        parties = ["fixedInfoPartyU", "fixedInfoPartyV"]
        columns = ["salt", "z"]
        rows = []
        for test in group["tests"]:
            row = [octets(test["kdfParameter"]["salt"]), octets(test["kdfParameter"]["z"])]
            for party in parties:
                row.append(octets(test[party]["partyId"]))
                row.append(octets(test[party].get("ephemeralData", "")))
            answer = known[test["tcId"]]
            if group["testType"] == "VAL":
                rows.append([*row, octets(test["dkm"]), boolean(answer["testPassed"])])
            else:
                rows.append([*row, octets(answer["dkm"])])
        columns += [party + part for party in parties for part in ("PartyId", "EphemeralData")]
        inputs = list(columns)
        columns += ["dkm", "testPassed"] if group["testType"] == "VAL" else ["dkm"]
        groups.append(Group(properties, columns, inputs, rows))
    return KAT("KDF/KDA-TwoStep.kat", "KDA-TwoStep", "Sp800-56Cr2",
               "two-step KDF (SP 800-56C Rev. 2): an ACVP set", sources, groups)


# SP 800-108

def key_based_kat(members: Members) -> KAT:
    source = ("cavp", "KDF/nist-800-108-KBKDF-CTR.txt")
    right: list[tuple[Properties, Row]] = []
    wrong: list[tuple[Properties, Row]] = []
    headers: Record = {}
    for section, records in rsp_sections(members.read(*source)):
        # these headers have no blanks around their sign
        headers |= dict(name.split("=") for name in section)
        function = headers["PRF"].replace("CMAC_", "CMAC-").replace("TDES3", "TDES")
        if function.startswith("HMAC_"):
            function = "HMAC-" + HASHES[function[5:]]
        if headers["CTRLOCATION"] != "BEFORE_FIXED" or function.endswith("TDES2"):
            continue
        properties = (("testType", "AFT"), ("kdfMode", "counter"), ("macMode", function),
                      ("counterLocation", "before-fixed-data"),
                      ("counterLength", headers["RLEN"].split("_")[0]))
        cases = [(properties,
                  [octets(record["KI"]), octets(record["FixedInputData"]), record["L"],
                   octets(record["KO"])])
                 for record in records if len(record["KO"]) * 4 == int(record["L"])]
        if function == "CMAC-TDES":
            # refused: one case for each counter shows it
            right += cases[:1]
        else:
            chosen = spread(cases, 6)
            right += chosen[:5]
            wrong += chosen[5:]
    columns = ["keyIn", "fixedData", "derivedKeyLength", "keyOut"]
    inputs = ["keyIn", "fixedData"]
    return KAT("KDF/KDF.kat", "KDF", "1.0", "NIST CAVP, SP 800-108 in counter mode", [source], [
        *grouped(right, columns, inputs),
        *grouped(broken(wrong, 2), [*columns, "testPassed"], inputs)])


# SP 800-132

def password_kat(members: Members) -> KAT:
    sources: list[Source] = []
    right, refused, wrong = [], [], []
    for stem in ("sha1", "sha224", "sha256", "sha384", "sha512"):
        sources.append(("wycheproof", f"testvectors_v1/pbkdf2_hmac{stem}_test.json"))
        tests = [test for group in json.loads(members.read(*sources[-1]))["testGroups"]
                 for test in group["tests"]]
        properties = (("testType", "AFT"), ("hmacAlg", HASHES[stem.upper()]))
        cases = [(properties, [str(8 * test["dkLen"]), octets(test["password"]),
                               octets(test["salt"]), str(test["iterationCount"]),
                               octets(test["dk"])])
                 for test in tests if test["iterationCount"] <= 4096]
        # SP 800-132, sections 5.1 and 5.2; libgcrypt takes no password below 8 bytes
        good = [case for case in cases if len(case[1][2]) >= 32 and int(case[1][0]) >= 112
                and int(case[1][3]) >= 1000 and len(case[1][1]) >= 16]
        chosen = spread(good, 4)
        right += chosen[:3]
        wrong += chosen[3:]
        refused += [case for case in cases if int(case[1][3]) < 1000]
        refused += [case for case in cases if int(case[1][3]) >= 1000 and len(case[1][2]) < 32
                    and case[1][2] != "-"][:1]
    columns = ["keyLen", "password", "salt", "iterationCount", "derivedKey"]
    inputs = columns[:-1]
    return KAT("KDF/PBKDF.kat", "PBKDF", "1.0", "PBKDF2 (SP 800-132): Wycheproof v1", sources, [
        *grouped(right, columns, inputs), *grouped(refused, columns, inputs),
        *grouped(broken(wrong, 3), [*columns, "testPassed"], inputs)])


# SP 800-135

def ssh_kat(members: Members) -> KAT:
    source = ("openssl", EVP.format("ssh"))
    outputs: dict[tuple[str, ...], dict[str, str]] = {}
    for record in openssl_records(members, source):
        name = HASHES[record.get("digest", record.get("md", ""))]
        key = (name, octets(record["hexkey"]), octets(record["hexxcghash"]),
               octets(record["hexsession_id"]))
        outputs.setdefault(key, {})[record["type"]] = octets(record["Output"])
    ciphers = {(16, 48): "TDES", (32, 32): "AES-128", (32, 48): "AES-192", (32, 64): "AES-256"}
    cases: dict[Properties, list[Row]] = {}
    for (name, *inputs), keys in outputs.items():
        if set(keys) != set("ABCDEF"):
            continue
        cipher = ciphers.get((len(keys["A"]), len(keys["C"])))
        if cipher and len(keys["E"]) == len(keys["F"]):
            properties = (("testType", "AFT"), ("hashAlg", name), ("cipher", cipher))
            cases.setdefault(properties, []).append([*inputs, *(keys[c] for c in "ABCDEF")])
    right = [(p, row) for p, rows in cases.items() for row in spread(rows, 4)[:2]]
    wrong = [(p, spread(rows, 4)[-1]) for p, rows in list(cases.items())[::4]]
    inputs = ["k", "h", "sessionId"]
    columns = [*inputs, "initialIvClient", "initialIvServer", "encryptionKeyClient",
               "encryptionKeyServer", "integrityKeyClient", "integrityKeyServer"]
    return KAT("KDF/kdf-components-ssh.kat", "kdf-components-ssh", "1.0",
               "NIST CAVP, SSH (SP 800-135 Rev. 1)", [source], [
        *grouped(right, columns, inputs),
        *grouped(broken(wrong, 4), [*columns, "testPassed"], inputs)])


def ans_x963_kat(members: Members) -> KAT:
    source = ("cavp", "KDF/ansx963_2001.txt")
    right: list[tuple[Properties, Row]] = []
    wrong: list[tuple[Properties, Row]] = []
    headers: Record = {}
    for section, records in rsp_sections(members.read(*source)):
        for name, value in section.items():
            headers[name if value else "hash"] = value or name
        name = HASHES[headers["hash"].replace("-", "")]
        properties = (("testType", "AFT"), ("hashAlg", name))
        cases = [(properties, [octets(record["Z"]), octets(record["SharedInfo"]),
                               headers["key data length"], octets(record["key_data"])])
                 for record in records]
        if name == "SHA-1":
            right += cases[:1]      # refused
        else:
            right += cases[:7]
            wrong += cases[8:9]
    columns = ["z", "sharedInfo", "derivedKeyLength", "keyData"]
    inputs = ["z", "sharedInfo"]
    return KAT("KDF/kdf-components-ansix9.63.kat", "kdf-components-ansix9.63", "1.0",
               "NIST CAVP, ANS X9.63 (SP 800-135 Rev. 1)", [source], [
        *grouped(right, columns, inputs),
        *grouped(broken(wrong, 6), [*columns, "testPassed"], inputs)])


def ans_x942_kat(members: Members) -> KAT:
    source = ("openssl", EVP.format("x942"))
    cases = []
    for record in openssl_records(members, source):
        if "hexacvp-info" in record:
            continue        # its secret has 8 bits
        identifier, length = OBJECT_IDENTIFIERS[record["cekalg"]]
        party = record.get("hexpartyu-info", record.get("hexukm", ""))
        public = record.get("hexsupp-pubinfo", "")
        if not public and record.get("use-keybits") != "0":
            public = f"{length:08x}"       # RFC 2631, section 2.1.2
        fields = [party, record.get("hexpartyv-info", ""), public,
                  record.get("hexsupp-privinfo", "")]
        row = [octets(record.get("hexsecret", record.get("hexkey", ""))),
               bits(octets(record["Output"])), *map(in_octet_string, fields),
               octets(record["Output"])]
        properties = (("testType", "AFT"), ("hashAlg", HASHES[record["digest"]]),
                      ("kdfType", "DER"), ("oid", identifier))
        if not any(row[2:-1] == other[2:-1] for _, other in cases):
            cases.append((properties, row))
    inputs = ["zz", "partyUInfo", "partyVInfo", "suppPubInfo", "suppPrivInfo"]
    columns = ["zz", "keyLen", *inputs[1:], "derivedKey"]
    return KAT("KDF/kdf-components-ansix9.42.kat", "kdf-components-ansix9.42", "1.0",
               "ANS X9.42 with DER (RFC 2631) of OpenSSL's tests", [source], [
        *grouped(cases[:-1], columns, inputs),
        *grouped(broken(cases[-1:], 3), [*columns, "testPassed"], inputs)])


def in_octet_string(value: str) -> str:
    """DER of an octet string of fewer than 128 octets, which ACVP's values are without."""
    return f"04{len(value) // 2:02x}{octets(value)}" if value else "-"


def derivation_kats(members: Members) -> list[KAT]:
    return [hkdf_kat(members), one_step_kat(members), two_step_kat(members),
            key_based_kat(members), password_kat(members), ssh_kat(members),
            ans_x963_kat(members), ans_x942_kat(members)]
