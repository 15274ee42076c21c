"""Prints the chart's objects for a server outside of the cluster that kubectl is set up for: render-webhook.py CHART CA-FILE PORT"""

import json
import subprocess
import sys
from pathlib import Path

from helm_python import Chart, _native

folder, authority, port = sys.argv[1:]
values = {
    "service": {"externalName": "localhost", "port": int(port)},
    "certificate": {"caBundle": Path(authority).read_text()},
}
version = json.loads(subprocess.run(["kubectl", "get", "--raw", "/version"], check=True, capture_output=True).stdout)["gitVersion"]
# The wrapper in Python has no name for the version; the library's options have.
options = {"name": "sockwarden", "namespace": "sockwarden", "kube_version": version}
with Chart.load(folder) as chart:
    rendered = json.loads(_native.call_string("helm_render", chart._raw(), json.dumps(values), json.dumps(options)))
for path, text in sorted(rendered.items()):
    if not path.endswith("NOTES.txt") and text.strip():
        print("---", text, sep="\n")
