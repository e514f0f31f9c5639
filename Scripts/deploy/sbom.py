"""The bill of materials of the executable, as CycloneDX 1.6: what is built into it. The same inputs
give the same bytes.

sbom.py VERSION COMMIT SHA256 SECONDS NEEDED…: seconds of 1970 are the time of the commit; NEEDED are
the shared libraries that the executable asks of a node.
"""

import datetime
import json
import os
import re
import subprocess
import sys
import uuid

SWIFT = "Apache-2.0 WITH Swift-exception"
# The database of fipsmark-history and the YAML of fipsmark-fleet, which no package carries.
NOT_DELIVERED = ("grdb.swift", "yams")


def toolchain():
    text = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True)
    return re.search(r"Swift version (\S+)", text.stdout + text.stderr).group(1)


def library(name, version, licence, **more):
    return {
        "type": "library", "bom-ref": f"{name}@{version}", "name": name, "version": version,
        "scope": "required", "licenses": [{"expression": licence}]} | more


def libraries():
    """What is linked: packages as they were resolved, and of the toolchain what nm finds there."""
    with open(".build/workspace-state.json") as file:
        state = json.load(file)
    for entry in state["object"]["dependencies"]:
        package = entry["packageRef"]
        if package["identity"] in NOT_DELIVERED:
            continue
        version = entry["state"]["checkoutState"]["version"]
        place = package["location"].removeprefix("https://").removesuffix(".git")
        yield library(
            package["identity"], version, SWIFT, purl=f"pkg:swift/{place}@{version}")
    swift = toolchain()
    yield library("swift-standard-library", swift, SWIFT)
    yield library("swift-foundation", swift, SWIFT)
    yield library("swift-corelibs-libdispatch", swift, SWIFT)
    # The archive's folder is named after the compiler's version.
    gcc = os.path.realpath(".build-runtime/libstdc++.a").split("/")[-2]
    for name in ("libgcc", "libstdc++"):
        yield library(name, gcc, "GPL-3.0-or-later WITH GCC-exception-3.1")
    # The few lines before main, which the linker takes from crt1.o and its kin.
    glibc = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${Version}", "libc6-dev"],
        capture_output=True, text=True, check=True).stdout
    yield library("glibc-startup", glibc, "LGPL-2.1-or-later")


def vectors():
    """The packages that the known answers were taken from, by KATs/README.md."""
    seen = {}
    with open("KATs/README.md") as file:
        rows = [line.split("|") for line in file if line.startswith("| ")]
    for row in rows:
        match = re.match(r"(PyPI|Debian source) (\S+) (\S+)", row[3].strip())
        licence = re.search(r"package (.+)$", row[5].strip())
        if not match or not licence:
            continue
        kind, name, version = match.groups()
        seen[(kind, name, version)] = licence.group(1)
    for (kind, name, version), licence in sorted(seen.items()):
        purl = "pypi" if kind == "PyPI" else "deb/debian"
        qualifier = "" if kind == "PyPI" else "?arch=source"
        yield {
            "type": "data", "bom-ref": f"vectors:{name}@{version}", "name": name,
            "version": version, "licenses": [{"expression": licence}],
            "description": "test vectors, of which known answers were taken",
            "purl": f"pkg:{purl}/{name}@{version.replace('+', '%2B')}{qualifier}"}


def main():
    version, commit, digest, seconds, *needed = sys.argv[1:]
    time = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)
    components = sorted([*libraries(), *vectors()], key=lambda each: each["bom-ref"])
    root = f"fipsmark@{version}"
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application", "bom-ref": root, "name": "fipsmark", "version": version,
                "hashes": [{"alg": "SHA-256", "content": digest}],
                "properties": [{"name": "fipsmark:commit", "value": commit}] + [
                    {"name": "fipsmark:needs", "value": name} for name in sorted(needed)],
            },
        },
        "components": components,
        "dependencies": [
            {"ref": root, "dependsOn": [each["bom-ref"] for each in components]}],
        # What the toolchain's own libraries are made of is not listed.
        "compositions": [{"aggregate": "incomplete", "assemblies": [root]}],
    }
    json.dump(document, sys.stdout, indent=2, sort_keys=True)
    print()


main()
