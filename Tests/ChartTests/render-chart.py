"""Renders or lints the chart for ChartTests: reads a request as JSON on stdin, writes the answer as JSON on stdout.

{"chart": DIR, "values": {…}, "namespace": "…"}   ->  {"objects": [{…}, …], "notes": "…"} or {"error": "…"}
{"chart": DIR, "lint": true}                      ->  {"messages": ["…"]}
"""

import json
import re
import sys

import helm_python
from helm_python import chart as charts


def render(request):
    objects, notes = [], ""
    with charts.Chart.load(request["chart"]) as chart:
        rendered = chart.render(request.get("values"), name="sockwarden", namespace=request.get("namespace", "sockwarden"))
    for path, text in sorted(rendered.items()):
        if path.endswith("NOTES.txt"):
            notes = text
            continue
        for document in re.split(r"^---$", text, flags=re.MULTILINE):
            if document.strip():
                objects.append(charts.values_from_yaml(document))
    return {"objects": objects, "notes": notes}


def main():
    request = json.load(sys.stdin)
    try:
        if request.get("lint"):
            report = charts.lint(request["chart"], strict=True)
            # 2 is a warning, 3 an error.
            answer = {"messages": [m["error"] for m in report["messages"] if m["severity"] >= 2] + report["errors"]}
        else:
            answer = render(request)
    except helm_python.HelmError as error:
        answer = {"error": str(error)}
    json.dump(answer, sys.stdout)


main()
