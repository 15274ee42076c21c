"""Bodies of `POST /validate`, in the compact form in which an API server sends them."""

import json

GUIDE = [
    {"description": "enable keepalive", "intValue": 1, "level": 1, "name": 9, "state": "STATE_PREBIND"},
    {"description": "idle time before first keepalive probe is sent", "intValue": 60, "level": 6, "name": 4, "state": "STATE_PREBIND"},
    {"description": "keepalive interval", "intValue": 20, "level": 6, "name": 5, "state": "STATE_PREBIND"},
    {"description": "keepalive probes count", "intValue": 2, "level": 6, "name": 6, "state": "STATE_PREBIND"},
]
FOUR_ERRORS = [
    {"description": "enable keepalive", "intValue": 1, "level": 65535, "name": 8, "state": "STATE_PREBIND"},
    {"description": "idle time before first keepalive probe is sent", "intValue": 60, "level": 6, "name": 16, "state": "STATE_PREBIND"},
    {"description": "keepalive interval", "intValue": 20, "level": 6, "name": 257, "state": "STATE_PREBIND"},
    {"description": "keepalive probes count", "intValue": 200, "level": 6, "name": 6, "state": "STATE_PREBIND"},
]


def listener_policy(options, annotations=None):
    """The AdmissionReview of a new ListenerPolicy."""
    kind = {"group": "gateway.kgateway.dev", "version": "v1alpha1", "kind": "ListenerPolicy"}
    resource = {"group": "gateway.kgateway.dev", "version": "v1alpha1", "resource": "listenerpolicies"}
    spec = {"socketOptions": options, "targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "http"}]}
    fields = {"f:metadata": {"f:annotations": {".": {}, "f:kubectl.kubernetes.io/last-applied-configuration": {}}},
              "f:spec": {".": {}, "f:socketOptions": {}, "f:targetRefs": {}}}
    metadata = {
        **({"annotations": annotations} if annotations else {}), "creationTimestamp": "2026-11-23T02:43:09Z", "generation": 1,
        "managedFields": [{
            "apiVersion": "gateway.kgateway.dev/v1alpha1", "fieldsType": "FieldsV1", "fieldsV1": fields, "manager": "kubectl-client-side-apply",
            "operation": "Update", "time": "2026-11-23T02:43:10Z"}],
        "name": "tcpkeepalive", "namespace": "kgateway-system", "uid": "5f0c2d0e-6d5a-4a0c-9d4b-0f3f6f0a7c11"}
    body = {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {
        "uid": "9d0f8f0e-2f6b-4a52-8c4e-1f1f5a7a6b10", "kind": kind, "resource": resource, "requestKind": kind, "requestResource": resource,
        "name": "tcpkeepalive", "namespace": "kgateway-system", "operation": "CREATE",
        "userInfo": {"username": "admin", "groups": ["system:masters", "system:authenticated"]},
        "object": {"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "metadata": metadata, "spec": spec},
        "oldObject": None, "dryRun": False,
        "options": {"kind": "CreateOptions", "apiVersion": "meta.k8s.io/v1", "fieldManager": "kubectl-client-side-apply", "fieldValidation": "Strict"}}}
    return json.dumps(body, separators=(",", ":")).encode()
