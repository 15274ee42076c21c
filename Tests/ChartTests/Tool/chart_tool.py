"""The chart's renderer for ChartTests, one process for all of them: chart_tool.py CHART. Reads a request a line, answers a line, both JSON.

{"do": "render", "values": {…} or "file": "ci/x-values.yaml" or "files": ["…"] one over the other, "kubeVersion": "v1.30.0", "stored": [{…}], "kinds": "…"}
                                         -> {"objects": [{…}, …], "notes": "…", "manifest": "…"}; "stored" is what lookup finds,
                                            "kinds" stands for kinds.yaml
{"do": "check", "file": "…", "kinds": "…"}
                                         -> {"problems": ["…"], "versions": ["1.25.0", …], "kinds": ["…"]}: lints, renders for every version,
                                            and holds each object against Kubernetes' schemas
{"do": "conditions", "conditions": […], "inputs": [{…}]}  -> {"results": [[true, …], …]}: each input's, by the conditions in their order
{"do": "readme"}                         -> {"stands": "…", "due": "…"}
{"do": "values"}                         -> {"values": ["a.b", …], "schema": ["a.b", …]}: the leaves of both
{"do": "metadata"}                       -> {"annotations": {…}, "changes": [{…}, …]}: what a catalogue of charts reads in Chart.yaml
Whatever goes wrong: {"error": "…"}.
"""

import functools
import json
import shutil
import sys
import tempfile
from pathlib import Path

import celpy
import kubernetes_validate.utils as schemas
import values_readme
import yaml
from helm_python import Config, HelmError, _native
from helm_python import chart as charts
from stored_objects import StoredObjects

# A schema is read once.
schemas.schema_contents = functools.lru_cache(maxsize=None)(schemas.schema_contents)

# Schemas of these kinds are not Kubernetes' own.
FOREIGN = ("cert-manager.io/", "monitoring.coreos.com/")


class Strict(yaml.CSafeLoader):
    """YAML in which no key stands twice."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


Strict.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, deep=True))


class Tool:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.chart = charts.Chart.load(folder)
        self.cluster = StoredObjects()
        self.config = Config(kube_apiserver=self.cluster.address, namespace="sockwarden", storage_driver="memory")

    def values(self, request):
        if "files" in request:
            return functools.reduce(over, (self.values({"file": file}) for file in request["files"]))
        if "file" in request:
            return yaml.load((self.folder / request["file"]).read_text(), Strict)
        return request.get("values")

    @functools.lru_cache(maxsize=None)
    def chart_with(self, kinds):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(shutil.copytree(self.folder, Path(folder) / "sockwarden"))
            (copy / "kinds.yaml").write_text(kinds)
            return charts.Chart.load(str(copy))

    def render(self, request):
        # The wrapper in Python has no names for the versions; the library's options have.
        options = {"name": "sockwarden", "namespace": "sockwarden", "kube_version": request.get("kubeVersion", "v1.37.0"), "strict": True}
        values = json.dumps(self.values(request) or {})
        chart = self.chart_with(request["kinds"]) if "kinds" in request else self.chart
        if "stored" in request:
            self.cluster.objects = request["stored"]
            text = _native.call_string("helm_render_with_config", self.config._raw(), chart._raw(), values, json.dumps(options))
        else:
            text = _native.call_string("helm_render", chart._raw(), values, json.dumps(options))
        rendered = json.loads(text)
        notes = next(text for path, text in rendered.items() if path.endswith("NOTES.txt"))
        manifest = "\n---\n".join(text for path, text in sorted(rendered.items()) if not path.endswith("NOTES.txt"))
        return {"objects": [o for o in yaml.load_all(manifest, Strict) if o], "notes": notes, "manifest": manifest}

    def check(self, request):
        values, problems, kinds = self.values(request), [], set()
        versions = list(dict.fromkeys(schemas.all_versions()))
        # 2 is a warning, 3 an error.
        report = charts.lint(str(self.folder), values, strict=True, namespace="sockwarden")
        problems += ["lint: " + m["error"] for m in report["messages"] if m["severity"] >= 2]
        for version in versions:
            for thing in self.render({**request, "kubeVersion": "v" + version})["objects"]:
                kinds.add(thing["kind"])
                problems += [f"{version} {thing['kind']} {thing['metadata']['name']}: {fault}" for fault in faults(thing, version)]
        return {"problems": problems, "versions": versions, "kinds": sorted(kinds)}

    def conditions(self, request):
        environment = celpy.Environment()
        programs = [environment.program(environment.compile(c["expression"])) for c in request["conditions"]]
        inputs = [{name: celpy.json_to_cel(value) for name, value in given.items()} for given in request["inputs"]]
        return {"results": [[bool(program.evaluate(given)) for program in programs] for given in inputs]}

    def readme(self, request):
        path = self.folder / "README.md"
        return {"stands": path.read_text(), "due": values_readme.rewritten(self.folder)}

    def leaves(self, request):
        return {
            "values": sorted(leaves_of_values(self.chart.values)),
            "schema": sorted(leaves_of_schema(self.chart.schema)),
        }

    def metadata(self, request):
        annotations = self.chart.metadata["annotations"]
        return {"annotations": annotations, "changes": yaml.load(annotations["artifacthub.io/changes"], Strict)}

    def answer(self, request):
        tasks = {
            "render": self.render,
            "check": self.check,
            "conditions": self.conditions,
            "readme": self.readme,
            "values": self.leaves,
            "metadata": self.metadata,
        }
        try:
            return tasks[request["do"]](request)
        except (HelmError, yaml.YAMLError, celpy.CELEvalError, celpy.CELParseError) as error:
            return {"error": str(error)}


def over(values, more):
    """Values with more on top of them, as Helm has it."""
    if not isinstance(values, dict) or not isinstance(more, dict):
        return more
    return values | {key: over(values.get(key), value) for key, value in more.items()}


def faults(thing, version):
    if thing["apiVersion"].startswith(FOREIGN):
        return
    try:
        schemas.validate(thing, version, strict=True)
    except schemas.ValidationError as error:
        yield ".".join(map(str, error.path)) + ": " + error.message
    except schemas.SchemaNotFoundError as error:
        yield error.message


def leaves_of_values(value, path=""):
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from leaves_of_values(inner, f"{path}.{key}" if path else key)
    else:
        yield path


def leaves_of_schema(schema, path=""):
    if "properties" in schema:
        for key, inner in schema["properties"].items():
            yield from leaves_of_schema(inner, f"{path}.{key}" if path else key)
    else:
        yield path


def main():
    tool = Tool(sys.argv[1])
    for line in sys.stdin:
        json.dump(tool.answer(json.loads(line)), sys.stdout, default=str)
        sys.stdout.write("\n")
        sys.stdout.flush()


main()
