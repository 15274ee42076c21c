"""Installs the chart with its own pods, upgrades it, renews its certificate, gets out and back in, and says what became of it: install-twice.py KUBECONFIG CHART NAMESPACE"""

import base64
import json
import subprocess
import sys

from helm_python import Config, HelmError

kubeconfig, folder, namespace = sys.argv[1:]


def stored(*path):
    """A field of an object as the API server has it now."""
    kind, name, field = path
    command = ["kubectl", "--kubeconfig", kubeconfig, "--namespace", namespace, "get", kind, name, "-o", "json"]
    value = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    for key in field:
        value = value[key]
    return value


def certificates():
    bundle = stored("validatingwebhookconfiguration", "kept-sockwarden", ["webhooks", 0, "clientConfig", "caBundle"])
    secret = stored("secret", "kept-sockwarden-tls", ["data"])
    return {"caBundle": bundle, "secret": secret}


def registration(verb, *rest):
    command = ["kubectl", "--kubeconfig", kubeconfig, verb, "validatingwebhookconfiguration", "kept-sockwarden", *rest]
    subprocess.run(command, check=True, capture_output=True)


with Config(kubeconfig_path=kubeconfig, namespace=namespace) as helm:
    helm.install(folder, "kept", namespace=namespace, create_namespace=True)
    before = certificates()
    helm.upgrade(folder, "kept", {"replicas": 3}, namespace=namespace)
    after = certificates()
    replicas = stored("deployment", "kept-sockwarden", ["spec", "replicas"])
    helm.upgrade(folder, "kept", {"certificate": {"generation": 2}}, namespace=namespace)
    renewed = certificates()
    # As the README gets out when it is broken, and comes back: what somebody changed by hand, an upgrade alone does not take back.
    by_hand = [{"op": "replace", "path": "/webhooks/0/failurePolicy", "value": "Ignore"}]
    registration("patch", "--type", "json", "--patch", json.dumps(by_hand))
    try:
        helm.upgrade(folder, "kept", {"certificate": {"generation": 2}, "replicas": 3}, namespace=namespace)
        refused = "overwritten in silence"
    except HelmError as error:
        refused = str(error)
    registration("delete")
    helm.upgrade(folder, "kept", {"certificate": {"generation": 2}}, namespace=namespace)
    back = certificates()
    helm.uninstall("kept")
same = "the CA of the webhook is the Secret's" if before["caBundle"] == before["secret"]["ca.crt"] else "the webhook trusts another CA than the Secret's"
kept = "kept" if before == after else "replaced"
old, new = (base64.b64decode(state["caBundle"]).decode().strip() for state in (after, renewed))
is_new = renewed["secret"]["tls.crt"] != after["secret"]["tls.crt"] and renewed["caBundle"] == renewed["secret"]["ca.crt"]
print(f"upgraded to {replicas} replicas; {same}; the certificate was {kept}")
print("renewed beside the old CA" if is_new and new != old and old in new else "not renewed, or without the old CA")
print(f"changed by hand: {refused}")
print("deleted, the registration was back with the next upgrade" if back == renewed else "a registration that was deleted is not back")
