# Every path here is relative, and every command quotes what it passes on: the checkout may lie in a folder whose
# name holds spaces and Chinese characters.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

export LC_ALL := C.UTF-8
export QT_QPA_PLATFORM ?= offscreen

PYTHON := .venv/bin/python
PYTEST_ARGS ?=

.PHONY: help setup demo demo-osm demo-repair test test-core lint format bench i18n package clean distclean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "%-11s %s\n", $$1, $$2}' Makefile

setup: ## Install what is missing: Debian packages by apt, Python packages into .venv
	@tools/setup.sh

demo: setup ## Divide Denver's 178 communities through qgis_process, check the grids; results in demo/
	@tools/demo.sh

demo-osm: setup ## Divide Helsinki's communities along its streets, and Taipei's villages; results in demo-osm/
	@tools/demo_osm.sh

demo-repair: setup ## Check Denver's precincts as published and repair them; results in demo-repair/
	@tools/demo_repair.sh

test: setup ## Run all tests; PYTEST_ARGS="-k name" narrows them
	@$(PYTHON) -m pytest $(PYTEST_ARGS)

test-core: setup ## Run the tests of the rooms that need no QGIS
	@$(PYTHON) -m pytest -p no:pytest_qgis tests/rules tests/division tests/coverage tests/linking $(PYTEST_ARGS)

lint: setup ## Check style (ruff), types (mypy) and shell scripts
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@for script in tools/*.sh .ci/run; do bash -n "$$script"; done

format: setup ## Let ruff sort imports and mend what it can
	@$(PYTHON) -m ruff check --fix .

bench: setup ## Measure every figure of docs/measurements.md; fails when one is missed
	@tools/bench.sh

i18n: ## Collect all texts into the translations (.ts) and compile them (.qm)
	@tools/i18n.sh

package: ## Zip the committed plugin for QGIS into build/
	@tools/package.sh

clean: ## Remove what was made: demo*/, build/, caches; installed packages stay
	rm -rf demo demo-osm demo-repair build .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -not -path './.bench-venv/*' -prune -exec rm -rf {} +

distclean: clean ## Remove the Python environments too
	rm -rf .venv .bench-venv
