"""Prints small CRDs of other products, free in their spec, so that whatever people write arrives at the webhook. usage: other-crds.py"""

KINDS = [
    ("gateway.envoyproxy.io", "v1alpha1", "ClientTrafficPolicy", "clienttrafficpolicies"),
    ("networking.istio.io", "v1", "DestinationRule", "destinationrules"),
    ("gloo.solo.io", "v1", "Upstream", "upstreams"),
    ("cilium.io", "v2", "CiliumEnvoyConfig", "ciliumenvoyconfigs"),
]

for group, version, kind, plural in KINDS:
    print(f"""---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: {plural}.{group}
spec:
  group: {group}
  scope: Namespaced
  names: {{kind: {kind}, listKind: {kind}List, plural: {plural}, singular: {kind.lower()}}}
  versions:
    - name: {version}
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: {{type: object, x-kubernetes-preserve-unknown-fields: true}}""")
