# The project's everyday commands; `make help` lists them. Nothing has to be installed or activated
# first: each target makes .venv and installs what it needs, pinned and checked by hash.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
# The first of these that is Python 3.11 or newer; `make PYTHON=/path/to/python …` takes another.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help crawl test drill torture lint types bench clean lock install dev

help:  ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

crawl: install  ## start the replica newspaper, crawl it, show what came out, stop it again
	@$(BIN)/langson demo

test: dev  ## run the tests
	@$(BIN)/python -m pytest

PART ?= tests
drill: dev  ## run the torture's short forms: kills, full disks, hostile pages; PART=tests/torture for some of them
	@$(BIN)/python -m pytest -m "drill and not torture" $(PART)

torture: dev  ## run the slow tests: hundreds of kills and faults, large newspapers, every layout
	@$(BIN)/python -m pytest -m torture

lint: dev  ## check style and the layout's import rule
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .

types: dev  ## check the types
	@$(BIN)/python -m mypy

bench: $(VENV)/.bench  ## measure extraction, crawl, state, re-extraction
	@$(BIN)/python benchmarks/extraction.py
	@$(BIN)/python benchmarks/crawl.py
	@$(BIN)/python benchmarks/state.py
	@$(BIN)/python benchmarks/reextract.py

clean:  ## remove the virtual environment, caches and the demo's data
	rm -rf $(VENV) build dist ./*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis data/demo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

install: $(VENV)/.runtime  ## what `langson` needs, into .venv
dev: $(VENV)/.dev  ## what the tests, the linter and the type checker need, into .venv

lock:  ## renew constraints.txt (needs uv)
	@printf 'pip\nsetuptools>=77\n' | uv pip compile pyproject.toml - --all-extras --universal --python-version 3.11 \
		--generate-hashes --strip-extras --no-emit-index-url --no-header --quiet --output-file constraints.txt

# --- how .venv is filled --------------------------------------------------------------------------

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "This needs Python 3.11 or newer: install it, or say make PYTHON=/path/to/python" >&2; exit 1; fi
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) cannot make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv" >&2; \
		exit 1; }
	@$(BIN)/python .ci/requirements.py --tools > $(VENV)/tools.txt
	@$(PIP) install --require-hashes --only-binary :all: -r $(VENV)/tools.txt || { rm -rf $(VENV); exit 1; }

# Every package comes from constraints.txt with its hash; the project itself is linked in, so that an
# edit shows at once. setuptools is pinned too, hence no build isolation: it would fetch another one.
$(VENV)/.runtime: EXTRAS :=
$(VENV)/.dev: EXTRAS := dev
$(VENV)/.bench: EXTRAS := bench
$(VENV)/.runtime $(VENV)/.dev $(VENV)/.bench: $(BIN)/python pyproject.toml constraints.txt .ci/requirements.py
	@echo "installing into $(VENV)$(EXTRAS:%= with %) …"
	@$(BIN)/python .ci/requirements.py $(EXTRAS) > $@.txt
	@$(PIP) install --require-hashes --only-binary :all: -r $@.txt
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
