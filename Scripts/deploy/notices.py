"""The terms of what is built into the executable, in full: notices.py BILL, where BILL is the bill of
materials that sbom.py wrote. Each library of the bill must have its text here, from the machine's
own files: the toolchain's, the packages' and Debian's. The same inputs give the same bytes.
"""

import json
import os
import shutil
import sys

COMMON = "/usr/share/common-licenses"
# Of these the toolchain brings one text for all.
OF_TOOLCHAIN = ["swift-corelibs-libdispatch", "swift-foundation", "swift-standard-library"]
OF_GCC = ["libgcc", "libstdc++"]
OF_GLIBC = ["glibc-startup"]


def read(path):
    try:
        with open(path) as file:
            return file.read().rstrip("\n") + "\n"
    except OSError as fault:
        sys.exit(f"Scripts/dist: error: no licence text: {fault}")


def toolchain():
    compiler = os.path.realpath(shutil.which("swift") or "swift")
    return read(os.path.join(os.path.dirname(compiler), "../share/swift/LICENSE.txt"))


def package(name):
    """The text of a package, and what it wants to be told beside."""
    folder = f".build/checkouts/{name}"
    notice = os.path.join(folder, "NOTICE.txt")
    text = read(os.path.join(folder, "LICENSE.txt"))
    return text + ("\n" + read(notice) if os.path.exists(notice) else "")


def exception(version):
    """The GCC Runtime Library Exception, of which Debian's file has one among much else."""
    text = read(f"/usr/share/doc/libstdc++-{version}-dev/copyright")
    first, last = "GCC RUNTIME LIBRARY EXCEPTION\n", "requirements of the license of GCC.\n"
    begin = text.find("\n" + first)
    end = text.find(last, begin)
    if begin < 0 or end < 0:
        sys.exit("Scripts/dist: error: Debian's file has no GCC Runtime Library Exception")
    return text[begin + 1:end + len(last)]


def sections(libraries):
    """Pairs of names and text. Names with the same text share it."""
    named = {}
    for name in libraries:
        if name not in OF_GCC + OF_GLIBC:
            text = toolchain() if name in OF_TOOLCHAIN else package(name)
            named.setdefault(text, []).append(name)
    yield from ((names, text) for text, names in named.items())
    yield OF_GCC, exception(libraries["libstdc++"]) + "\n" + read(f"{COMMON}/GPL-3")
    yield OF_GLIBC, read("/usr/share/doc/libc6-dev/copyright") + "\n" + read(f"{COMMON}/LGPL-2.1")


def main():
    with open(sys.argv[1]) as file:
        bill = json.load(file)
    version = bill["metadata"]["component"]["version"]
    parts = [each for each in bill["components"] if each["type"] == "library"]
    licences = {each["name"]: each["licenses"][0]["expression"] for each in parts}
    print(f"What is built into fipsmark {version}, and under which terms.\n"
          "The bill of materials, fipsmark.cdx.json, lists the same for machines.")
    covered = set()
    for names, text in sections({each["name"]: each["version"] for each in parts}):
        print("\n" + "=" * 80)
        for name in names:
            print(f"{name}: {licences[name]}")
        if "swift-foundation" in names:
            print("(with its copy of swift-collections, under the same terms)")
        print("=" * 80 + "\n")
        print(text, end="")
        covered.update(names)
    missing = sorted(set(licences) - covered)
    if missing:
        sys.exit(f"Scripts/dist: error: no licence text of {', '.join(missing)}")
    print("\n" + "=" * 80 + "\nKnown answers: values that were published\n" + "=" * 80 + "\n")
    readme = read("KATs/README.md")
    print(readme[readme.index("## Provenance"):], end="")


main()
