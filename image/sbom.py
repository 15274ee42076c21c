"""Prints what is inside the command as SPDX 2.3 in JSON: sbom.py SOCKWARDEN PROJECT VERSION REVISION

The Swift packages are those of Package.resolved; what they carry of others' C code is read from their sources, and what the linker took from
this system from its package manager. SOURCE_DATE_EPOCH is when it was made: the same commit gives the same bytes.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

binary, project, version, revision = sys.argv[1:]
checkouts = Path(project, ".build/checkouts")
digest = hashlib.sha256(Path(binary).read_bytes()).hexdigest()


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def package(identity, version, location="NOASSERTION", licence="NOASSERTION", purl=None, **more):
    references = [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}] if purl else []
    return {
        "SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", identity), "name": identity, "versionInfo": version,
        "downloadLocation": location, "filesAnalyzed": False, "licenseConcluded": "NOASSERTION", "licenseDeclared": licence,
        "copyrightText": "NOASSERTION", **({"externalRefs": references} if references else {}), **more,
    }


def licence(folder):
    """What a package's own licence file says; nothing is guessed."""
    text = "".join(path.read_text() for path in sorted(Path(folder).glob("LICENSE*"))[:1])
    return "Apache-2.0" if "Apache License" in text and "Version 2.0" in text else "NOASSERTION"


def swift_packages():
    for pin in json.loads(Path(project, "Package.resolved").read_text())["pins"]:
        state, location = pin["state"], pin["location"].removesuffix(".git")
        where = location.removeprefix("https://")
        yield package(
            pin["identity"], state["version"], f"git+{location}.git@{state['revision']}", licence(checkouts / pin["identity"]),
            f"pkg:swift/{where}@{state['version']}")


def carried_code():
    """C code of others that a Swift package has copied into its sources."""
    text = (checkouts / "swift-nio-ssl/Sources/CNIOBoringSSL/hash.txt").read_text()
    location, commit = re.search(r"cloned from (\S+) at revision (\w+)", text).groups()
    yield package("boringssl", commit, f"git+{location}@{commit}")
    header = (checkouts / "swift-nio/Sources/CNIOLLHTTP/include/c_nio_llhttp.h").read_text()
    numbers = [re.search(rf"LLHTTP_VERSION_{part} (\d+)", header).group(1) for part in ("MAJOR", "MINOR", "PATCH")]
    yield package("llhttp", ".".join(numbers), purl="pkg:github/nodejs/llhttp@v" + ".".join(numbers))


def system_libraries():
    """The Debian packages of the archives that the linker takes."""
    for archive in ("libyaml.a", "libc.a", "libstdc++.a", "libgcc.a"):
        path = os.path.realpath(output("gcc", f"-print-file-name={archive}").strip())
        owner = output("dpkg-query", "--search", path).split(":")[0]
        name, number, arch = output("dpkg-query", "--show", "--showformat", "${source:Package} ${source:Version} ${Architecture}", owner).split()
        yield package(name, number, purl=f"pkg:deb/debian/{name}@{number}?arch={arch}")


def toolchain():
    """Its runtime and standard library are in the command as well."""
    text = output("swift", "--version")
    release = re.search(r"\((swift-[^)]+)\)", text)
    yield package("swift", release.group(1) if release else text.split("\n")[0], purl=f"pkg:github/swiftlang/swift@{release.group(1)}" if release else None)


main = package(
    "sockwarden", version, primaryPackagePurpose="APPLICATION", packageFileName="sockwarden", sourceInfo=f"built from commit {revision}",
    checksums=[{"algorithm": "SHA256", "checksumValue": digest}])
parts = {part["SPDXID"]: part for source in (swift_packages, carried_code, system_libraries, toolchain) for part in source()}
made = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc)
json.dump({
    "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"sockwarden-{version}",
    "documentNamespace": f"https://spdx.org/spdxdocs/sockwarden-{version}-{digest}",
    "creationInfo": {"created": made.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: sockwarden-sbom"]},
    "packages": [main, *parts.values()],
    "relationships": [
        {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": main["SPDXID"]},
        *({"spdxElementId": main["SPDXID"], "relationshipType": "STATIC_LINK", "relatedSpdxElement": part} for part in parts),
    ],
}, sys.stdout, indent=2)
print()
