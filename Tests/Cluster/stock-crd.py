"""Takes spec.socketOptions out of the CRD on standard input, as kgateway's own has none: stock-crd.py"""

import sys

import yaml

crd = yaml.safe_load(sys.stdin)
for version in crd["spec"]["versions"]:
    del version["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]["socketOptions"]
yaml.safe_dump(crd, sys.stdout)
