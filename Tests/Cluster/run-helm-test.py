"""Runs what the pod of the chart's helm test runs, with this machine's kubectl: run-helm-test.py CHART POLICY-FILE CODE"""

import json
import os
import subprocess
import sys
from pathlib import Path

from helm_python import Chart, chart

folder, policy, code = sys.argv[1:]
values = {"test": {"enabled": True, "image": "kubectl", "manifest": Path(policy).read_text(), "code": code}}
with Chart.load(folder) as loaded:
    documents = loaded.render(values, name="sockwarden", namespace="sockwarden")["sockwarden/templates/tests/denial.yaml"].split("\n---\n")
pod = next(thing for thing in map(chart.values_from_yaml, documents) if thing["kind"] == "Pod")
container = pod["spec"]["containers"][0]
environment = os.environ | {variable["name"]: variable["value"] for variable in container["env"]}
sys.exit(subprocess.run(container["command"] + container["args"], env=environment, check=False).returncode)
