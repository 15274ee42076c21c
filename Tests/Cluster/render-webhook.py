"""Prints the chart's objects for a server outside of the cluster: render-webhook.py CHART CA-FILE PORT"""

import sys
from pathlib import Path

from helm_python import Chart

folder, authority, port = sys.argv[1:]
values = {
    "service": {"externalName": "localhost", "port": int(port)},
    "certificate": {"caBundle": Path(authority).read_text()},
}
with Chart.load(folder) as chart:
    for path, text in sorted(chart.render(values, name="sockwarden", namespace="sockwarden").items()):
        if not path.endswith("NOTES.txt") and text.strip():
            print("---", text, sep="\n")
