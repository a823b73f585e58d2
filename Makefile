# Fleetkeeper. `make` alone lists what it can do.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PREFIX ?= /usr/local
SWIFT_VERSION := 6.3
SHELL_SCRIPTS := .ci/run $(wildcard scripts/*)
SWIFT_FOLDERS := Package.swift Sources Tests
RELEASE ?= .build/release
# They wait for other programs, some for long, and each holds a thread meanwhile: tests beside them
# would run into their deadlines.
COMMAND_SUITES := ^CommandTests[.]
LONG_SUITES := OfficialVast|OfficialVultr|Bodies

# Swift's progress is for terminals: elsewhere it would be a line for every file.
QUIET := $(shell test -t 2 -a -z "$${CI:-}" || echo --quiet)

.PHONY: help demo test build check install schema soak bench clean swift debug

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: packages-demo swift debug ## Show a fleet grow, survive a kill and shrink on a simulated market, then the bill
	@scripts/demo

test: packages-test swift debug ## Run every test
	@scripts/install-judges
	@swift test --skip-build --disable-xctest --skip '$(COMMAND_SUITES)|$(LONG_SUITES)'
	@swift test --skip-build --disable-xctest --filter '$(COMMAND_SUITES)' --skip '$(LONG_SUITES)'
	@swift test --skip-build --disable-xctest --filter '$(LONG_SUITES)'

build: packages-build swift ## Build the release programs into .build/release
	@echo "Building the release programs; the first build takes several minutes."
	@for product in autoscaler cloudsim; do \
	    swift build $(QUIET) -c release --static-swift-stdlib --product "$$product"; \
	done
	@ls -l $(RELEASE)/autoscaler $(RELEASE)/cloudsim

check: packages-check packages-build swift ## Check the format, the scripts, the release build and the rules of the house
	@echo "Format of the Swift files"
	@swift format lint --strict --parallel --recursive $(SWIFT_FOLDERS)
	@echo "Shell scripts: $(SHELL_SCRIPTS)"
	@shellcheck $(SHELL_SCRIPTS)
	@tracked=$$(git ls-files -- Package.resolved .build .demo 2>/dev/null || true); \
	    test -z "$$tracked" || { echo "make check: error: tracked: $$tracked" >&2; exit 1; }
	@echo "Release build of the autoscaler: it compiles whole modules, and is stricter about imports"
	@swift build $(QUIET) -c release --static-swift-stdlib --product autoscaler
	@$(MAKE) packages-test debug
	@echo "Rules of the house"
	@swift test --skip-build --disable-xctest --filter HouseTests

schema: packages-test swift debug ## Write down anew what the table of keys says: the docs, the schema, messages
	@RECORD_SNAPSHOTS=1 swift test --skip-build --disable-xctest \
	    --filter 'ConfigurationDocumentTests|FleetSchemaTests|BrokenFleetTests' >/dev/null 2>&1 || true
	@git --no-pager diff --stat -- docs config Tests/BrokenFleets

soak: packages-test swift debug ## Run tests for long: 3000 crash seeds, 500 kills, a million mutated files
	@suites=$$(swift test list --skip-build 2>/dev/null); \
	    for suite in CrashTests KillTests ConfigurationMutationTests; do \
	        grep -q "$$suite" <<<"$$suites" || \
	            { echo "make soak: error: there is no suite called $$suite" >&2; exit 1; }; \
	    done
	@FLEETKEEPER_CRASH_SEEDS=3000 FLEETKEEPER_TEST_KILLS=500 FLEETKEEPER_MUTATIONS=1000000 \
	    swift test --skip-build --disable-xctest \
	    --filter 'CrashTests|KillTests|ConfigurationMutationTests'

bench: packages-test packages-build swift debug ## Measure an uneventful run beside the official client, as ratios
	@scripts/install-judges
	@echo "Building the release autoscaler"
	@swift build $(QUIET) -c release --static-swift-stdlib --product autoscaler
	@.build/judges/bin/python Tests/Bench/bench.py $(RELEASE)/autoscaler .build/debug/cloudsim \
	    .build/judges/bin/vastai

install: ## Install the release programs under PREFIX (/usr/local); DESTDIR is honoured
	@test -x $(RELEASE)/autoscaler -a -x $(RELEASE)/cloudsim || $(MAKE) build
	@scripts/install-files "$(RELEASE)" "$(DESTDIR)" "$(PREFIX)"

clean: ## Remove what was built; downloaded packages stay
	@swift package clean
	@rm -rf .demo

packages-%:
	@scripts/install-packages $*

swift:
	@scripts/require-swift $(SWIFT_VERSION)

# The demo and the tests use the same build.
debug:
	@echo "Building; from nothing it takes a few minutes."
	@swift build $(QUIET) --build-tests
