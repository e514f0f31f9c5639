"""ML-KEM, ML-DSA and SLH-DSA. Keys and signatures are long: a few cases of each."""

import json
from collections.abc import Iterable

from kats.form import KAT, Group, Row, Source, boolean, flipped, octets
from kats.members import Members, Record, stanzas

Test = dict[str, str]

ML_KEM = ("512", "768", "1024")
ML_DSA = ("44", "65", "87")
EVP_DATA = "test/recipes/30-test_evp_data"
# those that are fast: a small set takes a second for a key pair or a signature
SLH_DSA_FAST = ("SLH-DSA-SHA2-128f", "SLH-DSA-SHAKE-128f", "SLH-DSA-SHA2-192f")


def wycheproof_source(file: str) -> Source:
    return "wycheproof", f"testvectors_v1/{file}_test.json"


def wycheproof(members: Members, file: str) -> list[dict]:
    return json.loads(members.read(*wycheproof_source(file)))["testGroups"]


def tests(members: Members, file: str, result: str, flag: str = "") -> list[Test]:
    """The cases with a result and, where one is named, a flag."""
    return [test for group in wycheproof(members, file) for test in group["tests"]
            if test["result"] == result and (not flag or flag in test["flags"])]


def first(name: str) -> int:
    """Where to begin: all parameter sets have the same seeds in the same order."""
    return 10 * (ML_KEM.index(name) if name in ML_KEM else ML_DSA.index(name))


def nist_source(algorithm: str, name: str) -> Source:
    return "cavp", f"asymmetric/{algorithm}/kat_{algorithm}_{name}.rsp"


def records(members: Members, source: Source) -> list[Record]:
    """The records of a file without empty lines: "count" begins each of them."""
    found: list[Record] = []
    for line in members.read(*source).splitlines():
        name, _, value = (part.strip() for part in line.partition("="))
        if name == "count":
            found.append({})
        elif name:
            found[-1][name] = value
    return found


def verdicts(rows: Iterable[Row], right: bool) -> list[Row]:
    return [[*row, boolean(right)] for row in rows]


def negative(group: Group, row: Row) -> Group:
    """A group of its own for a row whose answer, the last column, has one bit inverted."""
    return Group(group.properties, [*group.columns, "testPassed"], group.inputs,
                 verdicts([[*row[:-1], flipped(row[-1], 7)]], False))


# ML-KEM

def encapsulation_keys(members: Members) -> KAT:
    groups, sources, wrong = [], [], None
    for name in ML_KEM:
        source = wycheproof_source(f"mlkem_{name}_keygen_seed")
        sources.append(source)
        rows = [[octets(test["seed"][:64]), octets(test["seed"][64:]), octets(test["ek"]),
                 octets(test["dk"])]
                for test in tests(members, f"mlkem_{name}_keygen_seed", "valid")[first(name):][:2]]
        groups.append(Group({"testType": "AFT", "parameterSet": f"ML-KEM-{name}"},
                            ["d", "z", "ek", "dk"], ["d", "z"], rows[:1]))
        wrong = wrong or negative(groups[0], rows[1])
    return KAT("ML-KEM/ML-KEM-keyGen.kat", "ML-KEM-keyGen", "FIPS203",
               "ML-KEM (FIPS 203): Wycheproof v1", sources, [*groups, wrong])


def kem_group(name: str, function: str, columns: list[str], inputs: list[str],
              rows: list[Row]) -> Group:
    kind = "AFT" if function == "encapsulation" else "VAL"
    properties = {"testType": kind, "parameterSet": f"ML-KEM-{name}", "function": function}
    if "z" in columns:
        properties["keyFormat"] = "seed"
    return Group(properties, columns, inputs, rows)


def encapsulation_groups(members: Members, name: str) -> list[Group]:
    nist = records(members, nist_source("MLKEM", name))[first(name):]
    sealed = [[octets(r[key]) for key in ("pk", "msg", "ct", "ss")] for r in nist[:2]]
    opened = [[octets(r[key]) for key in ("d", "z", cipher, secret)]
              for r in nist[2:4] for cipher, secret in (("ct", "ss"), ("ct_n", "ss_n"))]
    semi = f"mlkem_{name}_semi_expanded_decaps"
    malleable = tests(members, semi, "valid", "MalleableCiphertext")
    expanded = [[octets(t["dk"]), octets(t["c"]), octets(t["K"])] for t in malleable[:1]]
    short = tests(members, semi, "invalid", "IncorrectCiphertextLength")
    wrong = tests(members, semi, "invalid", "InvalidDecapsulationKey")
    beyond = tests(members, f"mlkem_{name}_encaps", "invalid", "ModulusOverflow")
    groups = [
        kem_group(name, "encapsulation", ["ek", "m", "c", "k"], ["ek", "m"], sealed[:1]),
        kem_group(name, "decapsulation", ["d", "z", "c", "k"], ["d", "z", "c"], opened[:2]),
        kem_group(name, "decapsulation", ["dk", "c", "k"], ["dk", "c"], expanded),
        kem_group(name, "encapsulationKeyCheck", ["ek", "testPassed"], ["ek"],
                  verdicts([[octets(nist[4]["pk"])]], True)
                  + verdicts([[octets(t["ek"])] for t in beyond[:2]], False)),
        kem_group(name, "decapsulationKeyCheck", ["dk", "testPassed"], ["dk"],
                  verdicts([[octets(nist[5]["sk"])]], True)
                  + verdicts([[octets(t["dk"])] for t in wrong[:1]], False)),
    ]
    if name == "512":
        groups += [
            kem_group(name, "decapsulation", ["dk", "c", "testPassed"], ["dk", "c"],
                      verdicts([[octets(t["dk"]), octets(t["c"])] for t in short[:1]], False)),
            negative(groups[0], sealed[1]), negative(groups[1], opened[2]),
        ]
    return groups


def encapsulations(members: Members) -> KAT:
    sources = [nist_source("MLKEM", name) for name in ML_KEM]
    sources += [wycheproof_source(f"mlkem_{name}_{part}") for name in ML_KEM
                for part in ("encaps", "semi_expanded_decaps")]
    return KAT("ML-KEM/ML-KEM-encapDecap.kat", "ML-KEM-encapDecap", "FIPS203-tr1",
               "ML-KEM (FIPS 203): post-quantum-cryptography/KAT, then Wycheproof v1", sources,
               [group for name in ML_KEM for group in encapsulation_groups(members, name)])


# ML-DSA

def dsa_keys(members: Members) -> KAT:
    groups, sources, wrong = [], [], None
    for name in ML_DSA:
        sources.append(nist_source("MLDSA", f"{name}_det_pure"))
        rows = [[octets(r[key]) for key in ("xi", "pk", "sk")]
                for r in records(members, sources[-1])[first(name):][:2]]
        groups.append(Group({"testType": "AFT", "parameterSet": f"ML-DSA-{name}"},
                            ["seed", "pk", "sk"], ["seed"], rows[:1]))
        wrong = wrong or negative(groups[0], rows[1])
    return KAT("ML-DSA/ML-DSA-keyGen.kat", "ML-DSA-keyGen", "FIPS204",
               "ML-DSA (FIPS 204): post-quantum-cryptography/KAT", sources, [*groups, wrong])


def signing_properties(name: str, interface: str, **more: str) -> dict[str, str]:
    forms = {"external": {"preHash": "pure"}, "internal": {"externalMu": "true"}}
    return {"testType": "AFT", "parameterSet": f"ML-DSA-{name}",
            "signatureInterface": interface, **forms[interface], **more}


def seeded(members: Members, name: str, flag: str) -> list[Test]:
    """Wycheproof's signatures with a flag, each with its group's seed."""
    return [{**test, "seed": group["privateSeed"]}
            for group in wycheproof(members, f"mldsa_{name}_sign_seed")
            for test in group["tests"] if test["result"] == "valid" and flag in test["flags"]]


def dsa_signatures(members: Members) -> KAT:
    groups, wrong = [], None
    sources = [nist_source("MLDSA", f"{name}_det_pure") for name in ML_DSA]
    sources += [wycheproof_source(f"mldsa_{name}_sign_seed") for name in ML_DSA]
    for name in ML_DSA:
        nist = nist_source("MLDSA", f"{name}_det_pure")
        signed = records(members, nist)[first(name):]
        # sm is the signature with the message behind it
        rows = [[octets(r["xi"]), octets(r["msg"]), octets(r["ctx"]),
                 octets(r["sm"][:len(r["sm"]) - len(r["msg"])])] for r in signed[2:4]]
        groups.append(Group(
            signing_properties(name, "external", deterministic="true", keyFormat="seed"),
            ["seed", "message", "context", "signature"], ["seed", "message", "context"],
            rows[:1]))
        wrong = wrong or negative(groups[0], rows[1])
        groups.append(Group(
            signing_properties(name, "internal", deterministic="true", keyFormat="seed"),
            ["seed", "mu", "signature"], ["seed", "mu"],
            [[octets(t["seed"]), octets(t["mu"]), octets(t["sig"])]
             for t in seeded(members, name, "Internal")[:1]]))
        groups.append(Group(
            signing_properties(name, "external", deterministic="false", keyFormat="seed"),
            ["seed", "message", "context", "rnd", "signature"], ["seed", "message", "rnd"],
            [[octets(t["seed"]), octets(t["msg"]), octets(t.get("ctx", "")), octets(t["rnd"]),
              octets(t["sig"])] for t in seeded(members, name, "Randomized")[:int(name == "44")]]))
    # once with a key that is given whole
    whole = records(members, nist_source("MLDSA", "44_det_pure"))[7]
    groups.append(Group(
        signing_properties("44", "external", deterministic="true", keyFormat="expanded"),
        ["sk", "message", "context", "signature"], ["sk", "message", "context"],
        [[octets(whole["sk"]), octets(whole["msg"]), octets(whole["ctx"]),
          octets(whole["sm"][:len(whole["sm"]) - len(whole["msg"])])]]))
    return KAT("ML-DSA/ML-DSA-sigGen.kat", "ML-DSA-sigGen", "FIPS204-tr1",
               "ML-DSA (FIPS 204): post-quantum-cryptography/KAT and Wycheproof v1", sources,
               [*(group for group in groups if group.rows), wrong])


def dsa_verifications(members: Members) -> KAT:
    wanted = {"44": ["ModifiedSignature", "InvalidHintsEncoding", "InfinityNormViolation",
                     "IncorrectSignatureLength", "IncorrectPublicKeyLength"],
              "65": ["InvalidHintsEncoding"], "87": ["ModifiedSignature"]}
    groups = []
    for name in ML_DSA:
        rows = []
        for flag in ["ValidSignature", *wanted[name]]:
            found = [(group["publicKey"], test)
                     for group in wycheproof(members, f"mldsa_{name}_verify")
                     for test in group["tests"]
                     if flag in test["flags"] and len(test.get("ctx", "")) <= 510]
            key, test = found[-1] if flag == "ValidSignature" else found[0]
            rows.append([octets(key), octets(test["msg"]), octets(test.get("ctx", "")),
                         octets(test["sig"]), boolean(test["result"] == "valid")])
        groups.append(Group(
            signing_properties(name, "external"),
            ["pk", "message", "context", "signature", "testPassed"],
            ["pk", "message", "context", "signature"], rows))
    return KAT("ML-DSA/ML-DSA-sigVer.kat", "ML-DSA-sigVer", "FIPS204",
               "ML-DSA (FIPS 204): Wycheproof v1",
               [wycheproof_source(f"mldsa_{name}_verify") for name in ML_DSA], groups)


# SLH-DSA

def evp_source(part: str) -> Source:
    return "openssl-3.5", f"{EVP_DATA}/evppkey_slh_dsa_{part}.txt"


def evp_tests(members: Members, part: str) -> list[Test]:
    """OpenSSL's stanzas, with the key in them that their last line of a key names."""
    found, keys = [], {}
    for stanza in stanzas(members.read(*evp_source(part))):
        fields = dict(pair for pair in stanza if pair[0] != "Ctrl")
        controls = dict(value.partition(":")[::2] for name, value in stanza if name == "Ctrl")
        for kind in ("PrivateKeyRaw", "PublicKeyRaw"):
            if kind in fields:
                name, _, key = fields[kind].split(":")
                keys[name] = key
        for kind in ("Sign-Message", "Verify-Message-Public"):
            if kind in fields:
                parameters, name = fields[kind].split(":")
                found.append({**fields, **controls, "parameterSet": parameters,
                              "key": keys[name]})
    return found


def slh_keys(members: Members) -> KAT:
    groups, wrong = [], None
    for name in SLH_DSA_FAST:
        found = [stanza for stanza in stanzas(members.read(*evp_source("keygen")))
                 if ("KeyGen", name) in stanza]
        rows = []
        for stanza in found[:2]:
            values = dict(value.split(":") for _, value in stanza if ":" in value)
            seed, third = values["hexseed"], len(values["hexseed"]) // 3
            rows.append([octets(seed[:third]), octets(seed[third:2 * third]),
                         octets(seed[2 * third:]), octets(values["hexpub"]),
                         octets(values["hexpriv"])])
        groups.append(Group({"testType": "AFT", "parameterSet": name},
                            ["skSeed", "skPrf", "pkSeed", "pk", "sk"],
                            ["skSeed", "skPrf", "pkSeed"], rows[:1]))
        wrong = wrong or negative(groups[0], rows[1])
    return KAT("SLH-DSA/SLH-DSA-keyGen.kat", "SLH-DSA-keyGen", "FIPS205",
               "SLH-DSA (FIPS 205): NIST's, from OpenSSL's tests", [evp_source("keygen")],
               [*groups, wrong])


def shortest(found: list[Test]) -> Test:
    return min(found, key=lambda test: len(test["Input"]))


def interface(test: Test) -> dict[str, str]:
    if test["message-encoding"] == "0":
        return {"signatureInterface": "internal"}
    return {"signatureInterface": "external", "preHash": "pure"}


def slh_signatures(members: Members) -> KAT:
    found = [test for test in evp_tests(members, "siggen") if test.get("deterministic") == "1"]
    groups = []
    for name in SLH_DSA_FAST[:2]:
        test = shortest([test for test in found if test["parameterSet"] == name])
        row = [octets(test["key"]), octets(test["Input"]),
               octets(test.get("hexcontext-string", "")), octets(test["Output"])]
        group = Group(
            {"testType": "AFT", "parameterSet": name, "deterministic": "true",
             **interface(test)},
            ["sk", "message", "context", "signature"], ["sk", "message", "context"], [row])
        # signatures are long: one of the two stands for the wrong ones
        groups.append(negative(group, row) if groups else group)
    return KAT("SLH-DSA/SLH-DSA-sigGen.kat", "SLH-DSA-sigGen", "FIPS205",
               "SLH-DSA (FIPS 205): NIST's, from OpenSSL's tests", [evp_source("siggen")], groups)


def slh_verifications(members: Members) -> KAT:
    found, groups = evp_tests(members, "sigver"), []
    for name in ("SLH-DSA-SHA2-128s", "SLH-DSA-SHAKE-128s"):
        rows = []
        for wrong in (False, True):
            test = shortest([test for test in found if test["parameterSet"] == name
                             and test["message-encoding"] == "1"
                             and ("Result" in test) == wrong])
            rows.append([octets(test["key"]), octets(test["Input"]),
                         octets(test.get("hexcontext-string", "")), octets(test["Output"]),
                         boolean(not wrong)])
        groups.append(Group(
            {"testType": "AFT", "parameterSet": name, "signatureInterface": "external",
             "preHash": "pure"},
            ["pk", "message", "context", "signature", "testPassed"],
            ["pk", "message", "context", "signature"], rows))
    return KAT("SLH-DSA/SLH-DSA-sigVer.kat", "SLH-DSA-sigVer", "FIPS205",
               "SLH-DSA (FIPS 205): NIST's, from OpenSSL's tests", [evp_source("sigver")], groups)


def post_quantum_kats(members: Members) -> list[KAT]:
    return [encapsulation_keys(members), encapsulations(members), dsa_keys(members),
            dsa_signatures(members), dsa_verifications(members), slh_keys(members),
            slh_signatures(members), slh_verifications(members)]
