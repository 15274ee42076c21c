"""Starts the webhook and the linter from the image, as the chart's pods do. usage: test-image.py DIR

DIR: what build-image.sh made. Root, for the mounts; a Python with helm-python-sdk and spdx-tools (`make test-image` has it)."""

import hashlib
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from container import MemoryLimit, entering
from helm_python import Chart, chart as charts
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Load"))
from servers import free_port, make_certificates  # noqa: E402

folder = Path(sys.argv[1])
checks = failures = 0


def check(title, holds, seen=""):
    global checks, failures
    checks += 1
    failures += not holds
    print(f"{'ok' if holds else 'NOT AS EXPECTED'}: {title}{f' ({seen})' if seen != '' else ''}", flush=True)


def unpack(archive, root):
    """Unpacks the archive's image, each piece checked against its digest."""
    with tarfile.open(archive) as files:
        def blob(descriptor):
            data = files.extractfile("blobs/" + descriptor["digest"].replace(":", "/")).read()
            if hashlib.sha256(data).hexdigest() != descriptor["digest"].removeprefix("sha256:"):
                raise SystemExit(f"{descriptor} is damaged")
            return data

        index = json.load(files.extractfile("index.json"))
        manifest = json.loads(blob(index["manifests"][0]))
        entries = []
        for number, layer in enumerate(manifest["layers"]):
            path = Path(root).with_suffix(f".{number}.tar.gz")
            path.write_bytes(blob(layer))
            with tarfile.open(path) as contents:
                entries += contents.getmembers()
                contents.extractall(root, filter="fully_trusted") if hasattr(tarfile, "fully_trusted_filter") else contents.extractall(root)
        packed = sum(layer["size"] for layer in manifest["layers"])
        return json.loads(blob(manifest["config"])), entries, packed, index["manifests"][0]["digest"]


def bytes_of(quantity):
    number, unit = re.fullmatch(r"(\d+)(Mi|Gi)", quantity).groups()
    return int(number) << {"Mi": 20, "Gi": 30}[unit]


with tempfile.TemporaryDirectory() as work:
    work = Path(work)
    work.chmod(0o755)
    root = work / "root"
    root.mkdir()
    config, entries, packed, digest = unpack(folder / "sockwarden.tar", root)
    unpacked = sum(entry.size for entry in entries)

    # --- What it is.
    print(f"the image {digest}")
    check("Nothing is in it but the command", [(e.name, oct(e.mode & 0o7777), e.uid) for e in entries] == [("sockwarden", "0o755", 0)],
          ", ".join(f"{e.name} {e.mode:o} {e.uid}" for e in entries))
    check("At most 30 MiB unpacked", unpacked <= 30 << 20, f"{unpacked / (1 << 20):.1f} MiB")
    check("At most 12 MiB packed", packed <= 12 << 20, f"{packed / (1 << 20):.1f} MiB")
    check("build-image.sh says its digest", (folder / "digest").read_text().strip() == digest)
    settings, labels = config["config"], config["config"]["Labels"]
    version = labels["org.opencontainers.image.version"]
    check("Its entry point is the command", settings["Entrypoint"] == ["/sockwarden"] and not settings.get("Cmd"))
    check("Its labels name the commit", re.fullmatch(r"[0-9a-f]{40}(-changed)?", labels["org.opencontainers.image.revision"]) is not None,
          labels["org.opencontainers.image.revision"])

    document = parse_file(str(folder / "sockwarden.spdx.json"))
    faults = validate_full_spdx_document(document)
    names = {package.name for package in document.packages}
    check("Its SBOM is valid SPDX", not faults, "; ".join(fault.validation_message for fault in faults))
    check("It names what is inside", {"sockwarden", "swift-nio", "swift-nio-ssl", "boringssl", "llhttp", "glibc", "libyaml", "swift"} <= names, len(names))
    sums = [sum_.value for package in document.packages for sum_ in package.checksums]
    check("And this very command", sums == [hashlib.sha256((root / "sockwarden").read_bytes()).hexdigest()])

    # --- As the chart runs it.
    port, metrics_port = free_port(), free_port()
    values = {"port": port, "metrics": {"port": metrics_port}, "server": {"drain": 1, "shutdownTimeout": 1}}
    with Chart.load(str(ROOT / "charts/sockwarden")) as chart:
        rendered = chart.render(values, name="sockwarden", namespace="sockwarden")
        objects = [o for name, text in rendered.items() if name.endswith(".yaml") for o in (charts.values_from_yaml(part) for part in re.split(r"(?m)^---$", text) if "\nkind:" in part)]
    one = {o["kind"]: o for o in objects if o["kind"] in ("Deployment", "ConfigMap", "Secret")}
    pod = one["Deployment"]["spec"]["template"]["spec"]
    container, security = pod["containers"][0], pod["securityContext"] | pod["containers"][0]["securityContext"]
    check("The chart asks for its tag", container["image"] == f"sockwarden:{version}", container["image"])
    check("The chart runs it as its user", settings["User"] == f"{security['runAsUser']}:{security['runAsGroup']}", settings["User"])
    check("The chart starts its entry point", "command" not in container)
    check("The chart gives no rights back", security["capabilities"] == {"drop": ["ALL"]} and security["readOnlyRootFilesystem"]
          and not security["allowPrivilegeEscalation"] and security["runAsNonRoot"])

    make_certificates(work / "pki")
    mounts = {"/etc/sockwarden/tls": work / "tls", "/etc/sockwarden/config": work / "config", "/work": ROOT / "Tests/Demo/policies"}
    for place in ("tls", "config"):
        (work / place).mkdir()
    for name in ("tls.crt", "tls.key"):
        file = work / "tls" / name
        file.write_bytes((work / "pki" / name).read_bytes())
        file.chmod(0o440)
        os.chown(file, 0, security["fsGroup"])
    for name, text in one["ConfigMap"]["data"].items():
        (work / "config" / name).write_text(text)
    limit = MemoryLimit(bytes_of(container["resources"]["limits"]["memory"]))
    enter = entering(root, mounts, security["runAsUser"], security["runAsGroup"], limit)

    def run(*words, stdin=b""):
        return subprocess.run(["/sockwarden", *words], input=stdin, capture_output=True, preexec_fn=enter, env={})

    began = time.perf_counter()
    with open(work / "log", "wb") as log:
        server = subprocess.Popen(["/sockwarden", *container["args"]], stdin=subprocess.DEVNULL, stderr=log, preexec_fn=enter, env={})
    context = ssl.create_default_context(cafile=str(work / "pki/ca.crt"))

    def get(url, body=None):
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"} if body else {})
        with urllib.request.urlopen(request, context=context if url.startswith("https") else None, timeout=10) as answer:
            return answer.status, answer.read()

    def ask(probe):
        probe = container[probe]["httpGet"]
        number = next(p["containerPort"] for p in container["ports"] if p["name"] == probe["port"])
        return get(f"{probe['scheme'].lower()}://localhost:{number}{probe['path']}")[0]

    def is_started():
        try:
            return ask("startupProbe") == 200
        except (OSError, urllib.error.URLError):
            return False

    try:
        while not is_started():
            if server.poll() is not None or time.perf_counter() > began + 30:
                raise SystemExit("the webhook does not start:\n" + (work / "log").read_text())
            time.sleep(0.002)
        check("It starts", True, f"first probe answered after {(time.perf_counter() - began) * 1000:.0f} ms")
        check("It lives and is ready", ask("livenessProbe") == 200 and ask("readinessProbe") == 200)
        status = dict(line.split(":\t", 1) for line in Path(f"/proc/{server.pid}/status").read_text().splitlines() if ":\t" in line)
        check("Its user is the chart's", status["Uid"].split() == [str(security["runAsUser"])] * 4, status["Uid"])
        check("It has no capability, and gets none", all(int(status[s], 16) == 0 for s in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) and status["NoNewPrivs"] == "1")
        places = {line.split()[4]: line.split()[5] for line in Path(f"/proc/{server.pid}/mountinfo").read_text().splitlines()}
        check("It can write nowhere", places and all("ro" in options.split(",") for options in places.values()), ", ".join(sorted(places)))

        def verdict(name):
            answer = json.loads(get(f"https://localhost:{port}/validate?timeout=5s", (ROOT / "Tests/Demo/requests" / name).read_bytes())[1])
            return answer["response"]["allowed"], json.dumps(answer)

        check("It allows the guide's policy", verdict("1-guide.json")[0] is True)
        allowed, text = verdict("2-macos-numbers.json")
        check("It denies another platform's numbers", allowed is False and "[SW102]" in text)
        check("It serves metrics", b"sockwarden_reviews_total" in get(f"http://localhost:{metrics_port}/metrics")[1])
        resident = int(status["VmRSS"].split()[0]) / 1024
        print(f"    resident {resident:.1f} MiB, with the first threads and nothing to do; limit {limit.limit >> 20} MiB by {limit.kind}, "
              f"at most {(limit.peak() or 0) / (1 << 20):.1f} MiB so far")

        # --- The linter.
        lint = run("lint", "/work")
        check("The linter runs from it", lint.returncode == 1 and b"SW102" in lint.stdout, lint.stderr.decode().strip().splitlines()[-1:])
        check("The linter reads standard input", run("lint", "--fail-on", "error", "-", stdin=(ROOT / "Tests/Demo/policies/1-guide.yaml").read_bytes()).returncode == 0)
        check("A name that nothing can look up is one line, not a crash",
              (refused := run("serve", "--listen", "nowhere.invalid:1", "--certificate", "/etc/sockwarden/tls/tls.crt", "--key", "/etc/sockwarden/tls/tls.key")
               ).returncode in (1, 2), refused.stderr.decode().strip().splitlines()[-1:])

        server.send_signal(signal.SIGTERM)
        check("SIGTERM ends it in order", server.wait(timeout=20) == 0)
    finally:
        if server.poll() is None:
            server.kill()
            server.wait()
        limit.remove()

    # --- As buildah starts it.
    image = f"localhost/sockwarden:{version}"
    name = subprocess.run(["buildah", "from", image], check=True, capture_output=True, text=True).stdout.strip()
    try:
        # Into a file: buildah may end before it has passed on the last of a pipe.
        with open(work / "told", "w+") as told:
            code = subprocess.run(["buildah", "run", "--isolation", "chroot", "--cap-drop", "ALL", name, "--", "/sockwarden", "version"],
                                  stdin=subprocess.DEVNULL, stdout=told, stderr=told).returncode
            told.seek(0)
            text = told.read().strip()
        check("buildah run starts it", code == 0 and text == f"sockwarden {version}", f"{code}, {text}")
    finally:
        subprocess.run(["buildah", "rm", name], check=True, capture_output=True)

print(f"\n{checks} checks, {failures} not as expected")
sys.exit(1 if failures else 0)
