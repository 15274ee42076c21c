"""Writes the table of values into the chart's README.md, from the comments of values.yaml: values_readme.py CHART"""

import re
import sys
from pathlib import Path

START = "<!-- The table is made from the comments of values.yaml: make chart-readme -->\n"
KEY = re.compile(r"( *)([A-Za-z][A-Za-z0-9]*):(?: (.*))?$")


def rows(text):
    """(path, default, comment) of each value, and of each group of values that has a comment, whose default is None."""
    parents, comment = [], []
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.lstrip().startswith("#"):
            comment.append(line.strip()[1:].strip())
            continue
        if key := KEY.match(line):
            depth = len(key[1]) // 2
            path = ".".join(parents[:depth] + [key[2]])
            parents[depth:] = [key[2]]
            if key[3] is not None or comment:
                yield path, key[3], " ".join(comment)
        comment = []


def cell(text):
    return text.replace("|", "\\|")


def table(text):
    lines = ["| value | default | |", "|---|---|---|"]
    for path, default, comment in rows(text):
        shown = "" if default is None else f"`{cell(default)}`"
        lines.append(f"| `{path}` | {shown} | {cell(comment)} |".replace("|  |", "| |"))
    return "\n".join(lines) + "\n"


def rewritten(folder):
    head, mark, _ = (Path(folder) / "README.md").read_text().partition(START)
    if not mark:
        raise SystemExit("README.md has lost the line that the table follows")
    return head + mark + "\n" + table((Path(folder) / "values.yaml").read_text())


if __name__ == "__main__":
    (Path(sys.argv[1]) / "README.md").write_text(rewritten(sys.argv[1]))
