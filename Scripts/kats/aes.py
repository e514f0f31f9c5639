"""What the files of AES's modes have in common."""

import json

from kats.form import Group, flipped, octets
from kats.members import Members, Record

KEY_LENGTHS = ("128", "192", "256")
DIRECTIONS = ("encrypt", "decrypt")
ACVP_TESTS = "src/util/fipstools/acvp/acvptool/test"

Sources = list[tuple[str, str]]


def sides(direction: str) -> tuple[str, str]:
    """The columns of what is given and of what is to come out."""
    return ("pt", "ct") if direction == "encrypt" else ("ct", "pt")


def properties(test_type: str, direction: str, key_length: str) -> dict[str, str]:
    return {"testType": test_type, "direction": direction, "keyLen": key_length}


def cipher_group(direction: str, key_length: str, names: list[str], cases: list[Record],
                 **more: str) -> Group:
    """Cases of a mode whose other inputs are `names`. The answer stands last."""
    given, answer = sides(direction)
    columns = [*names, given, answer]
    return Group(properties("AFT", direction, key_length) | more, columns, [*names, given],
                 [[case[column] for column in columns] for case in cases])


def wrong_group(direction: str, key_length: str, names: list[str], cases: list[Record],
                bit: int | None = None, **more: str) -> Group:
    """Cases with one bit of the published answer inverted, another for each case or,
    where not every bit of the last octet counts, always that one."""
    group = cipher_group(direction, key_length, names, cases, **more)
    group.columns.append("testPassed")
    group.rows = [[*row[:-1], flipped(row[-1], 5 * i + 3 if bit is None else bit), "false"]
                  for i, row in enumerate(group.rows)]
    return group


def acvp_cases(members: Members, name: str) -> tuple[Sources, list[tuple[dict[str, str], Record]]]:
    """A set that NIST's ACVP server made, with BoringSSL's answers: each case's group
    properties and values. Something may follow the JSON."""
    sources = [("boringssl", f"{ACVP_TESTS}/{part}/{name}.bz2") for part in ("vectors", "expected")]
    prompt, answers = (json.JSONDecoder().raw_decode(members.read(*source))[0][1]["testGroups"]
                       for source in sources)
    found = {test["tcId"]: test for group in answers for test in group["tests"]}
    return sources, [({k: str(v) for k, v in group.items() if k != "tests"},
                      acvp_values(test | found[test["tcId"]]))
                     for group in prompt for test in group["tests"]]


def acvp_values(test: dict[str, object]) -> Record:
    """One case's values as this project writes them; a Monte Carlo test's are joined."""
    record = {name: octets(value) for name, value in test.items() if isinstance(value, str)}
    steps = test.get("resultsArray")
    if isinstance(steps, list):
        record["resultsArray"] = joined([{k: octets(v) for k, v in step.items()} for step in steps])
    return record


def joined(steps: list[Record]) -> str:
    """`resultsArray` of AES: key, IV (where the mode has one), plaintext and ciphertext of
    each of the 100 steps."""
    assert len(steps) == 100
    return "".join(step.get(name, "") for step in steps for name in ("key", "iv", "pt", "ct"))


def monte_carlo_group(direction: str, key_length: str, names: list[str], case: Record) -> Group:
    columns = [*names, sides(direction)[0], "resultsArray"]
    return Group(properties("MCT", direction, key_length), columns, columns[:-1],
                 [[case[column] for column in columns]])
