"""As much of an API server as Helm's lookup asks: it has the objects that it is given, and no others."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class StoredObjects:
    def __init__(self):
        self.objects = []
        store = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                answer = store.get(self.path.split("?")[0])
                code = 200 if answer else 404
                answer = answer or {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}
                body = json.dumps(answer).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{server.server_port}"

    def get(self, path):
        if path == "/api/v1":
            secrets = {"name": "secrets", "singularName": "secret", "kind": "Secret", "namespaced": True, "verbs": ["get"]}
            return {"kind": "APIResourceList", "groupVersion": "v1", "resources": [secrets]}
        for thing in self.objects:
            metadata = thing["metadata"]
            if path == f"/api/v1/namespaces/{metadata['namespace']}/{thing['kind'].lower()}s/{metadata['name']}":
                return thing
        return None
