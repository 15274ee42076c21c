"""Applies policies from many clients at once, and says what came of them: apply-stream.py API-SERVER CA-FILE CLIENTS [--costly] [--answers N]

Until SIGTERM, or N answers. Says "begun" when the first answers are there. Every client applies a good policy again and again, and now and then, by dry run, a bad one that must be denied; the exit status is 0 if each
answer was as it must be. With --costly the clients send, by dry run, objects that cost as much as an object can: then any verdict is fine.
environment: TOKEN"""

import http.client
import json
import os
import random
import signal
import ssl
import sys
import threading
import time
from collections import Counter
from urllib.parse import urlsplit

address, authority, clients = urlsplit(sys.argv[1]), sys.argv[2], int(sys.argv[3])
options = sys.argv[4:]
costly = "--costly" in options
wanted = int(options[options.index("--answers") + 1]) if "--answers" in options else None
context = ssl.create_default_context(cafile=authority)
ended = threading.Event()
lock = threading.Lock()
answers, failures, times = Counter(), [], []


def listener_policy(name, options):
    target = {"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "http"}
    return ("gateway.kgateway.dev/v1alpha1", "listenerpolicies", {
        "apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "metadata": {"name": name},
        "spec": {"targetRefs": [target], "socketOptions": options}})


def good(client, number):
    values = [(1, 9, 1), (6, 4, 60 + number % 50), (6, 5, 20), (6, 6, 3)]
    return listener_policy(f"stream-{client}", [{"level": l, "name": n, "intValue": v, "state": "STATE_PREBIND"} for l, n, v in values])


def bad(client, number):
    return listener_policy(f"refused-{client}", [{"level": 65535, "name": 8, "intValue": 1, "state": "STATE_PREBIND"}])


def costly_objects():
    """About 1.2 MB each, of what takes long to read, to judge or to write of."""
    many = range(14_000)
    yield listener_policy("costly", [{"level": 7, "name": i, "intValue": 1} for i in many])
    yield listener_policy("costly", [{"level": 6, "name": 4, "intValue": 60} for _ in range(18_000)])
    yield listener_policy("costly", [{"level": 65535, "name": 8, "intValue": 1, "description": "\u2028keepalive idle time " * 2500}])
    yield listener_policy("costly", [{"state": f"STATE_{i}"} for i in range(30_000)])
    free = {"metadata": {"name": "costly"}}
    traffic = {**free, "apiVersion": "gateway.envoyproxy.io/v1alpha1", "kind": "ClientTrafficPolicy"}
    yield "gateway.envoyproxy.io/v1alpha1", "clienttrafficpolicies", {**traffic, "spec": {"tcpKeepalive": {f"idleTime{i}": "60s" for i in range(40_000)}}}
    yield "gateway.envoyproxy.io/v1alpha1", "clienttrafficpolicies", {**traffic, "spec": {"tcpKeepalive": {"idleTime": "1h" * 500_000}}}
    rule = {**free, "apiVersion": "networking.istio.io/v1", "kind": "DestinationRule"}
    block = {"connectionPool": {"tcp": {"tcpKeepalive": {"time": "40000s", "probes": 200}}}}
    yield "networking.istio.io/v1", "destinationrules", {**rule, "spec": {"host": "x", "subsets": [{"name": f"v{i}", "trafficPolicy": block} for i in range(9_000)]}}


def request(client, number):
    """What to send, and the statuses that are right."""
    if costly:
        return random.choice(objects), True, (200, 201, 400, 422)
    if number % 4 == 3:
        return bad(client, number), True, (422,)
    return good(client, number), False, (200, 201)


def run(client):
    connection, number = None, 0
    while not ended.is_set():
        (group, plural, body), dry, right = request(client, number)
        number += 1
        # A server-side apply; a costly one is created, as an apply would keep an entry for each of its fields.
        path = f"/apis/{group}/namespaces/default/{plural}"
        method, kind = ("POST", "application/json") if costly else ("PATCH", "application/apply-patch+yaml")
        path += "?fieldManager=stream" if costly else f"/{body['metadata']['name']}?fieldManager=stream&force=true"
        began = time.perf_counter()
        try:
            connection = connection or http.client.HTTPSConnection(address.hostname, address.port, context=context, timeout=60)
            connection.request(method, path + ("&dryRun=All" if dry else ""), json.dumps(body, ensure_ascii=False).encode(),
                               {"Authorization": "Bearer " + os.environ["TOKEN"], "Content-Type": kind})
            answer = connection.getresponse()
            status, text = answer.status, answer.read().decode()
        except OSError as error:
            connection, status, text = None, 0, repr(error)
        with lock:
            answers[status] += 1
            times.append(time.perf_counter() - began)
            if len(times) == clients:
                print("begun", flush=True)
            if wanted and len(times) >= wanted:
                ended.set()
            if status not in right:
                failures.append(f"{status}: {json.loads(text).get('message', text)[:300] if status else text}")


objects = list(costly_objects()) if costly else []
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: ended.set())
threads = [threading.Thread(target=run, args=(client,)) for client in range(clients)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
times.sort()
print(f"{sum(answers.values())} answers: {dict(answers)}; {len(failures)} failed; "
      f"p50 {times[len(times) // 2] * 1000:.0f} ms, p99 {times[len(times) * 99 // 100] * 1000:.0f} ms, most {times[-1] * 1000:.0f} ms")
for failure, count in Counter(failures).most_common(5):
    print(f"  {count} times {failure}")
sys.exit(1 if failures or not times else 0)
