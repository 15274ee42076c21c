"""Prints what the webhook answered to one AdmissionReview. usage: print-verdict.py REQUEST ANSWER"""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    request = json.load(file)["request"]
with open(sys.argv[2], encoding="utf-8") as file:
    response = json.load(file)["response"]
if response["uid"] != request["uid"]:
    sys.exit("the answer has another uid than the request")

kind, name = request["kind"]["kind"], request["name"]
print()
print(f"{kind} {name}: {'ALLOWED' if response['allowed'] else 'DENIED'}")
for cause in response.get("status", {}).get("details", {}).get("causes", []):
    print(f"  * {cause['field']}: {cause['message']}")
for warning in response.get("warnings", []):
    print(f"  Warning: {warning}")
keepalive = response.get("auditAnnotations", {}).get("keepalive")
if keepalive:
    print(f"  {keepalive}")
