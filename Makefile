# Every task of a checkout. `make` alone lists them.
#
#   make demo PORT=8001 DATA=/tmp/voorbeeldstad RESET=1
#
# A task that needs packages installs them first, once: a stamp in .venv remembers for which pyproject.toml and
# constraints.txt that was, so that a second `make demo` goes straight to the program.

PYTHON ?= python3
VENV   ?= .venv
PORT   ?= 8000
DATA   ?= data
RESET  ?=
ARGS   ?=
CASES  ?= 1000
# Tests run beside each other, those of one file after each other. WORKERS= runs all in one process.
WORKERS ?= -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

BIN       := $(VENV)/bin
GRAPH     := schema/supergraph.graphql
SUBGRAPHS := $(wildcard subgraphs/*/*.py schema/*.py schema/*/*.py schema/supergraph.yaml)

.DEFAULT_GOAL := help
.PHONY: help demo test check format compose families worlds docs keycloak bench clean
.DELETE_ON_ERROR:

help:
	@echo 'make demo      the whole graph on http://127.0.0.1:$(PORT) (PORT=, DATA=folder, RESET=1)'
	@echo 'make test      all tests (ARGS="tests/schema -k compose" for some)'
	@echo 'make check     ruff, mypy and import-linter, without the tests'
	@echo 'make format    let ruff format the code'
	@echo 'make compose   compose the subgraphs into $(GRAPH)'
	@echo 'make families  write the table of conformance families in docs/conformance.md'
	@echo 'make worlds    compare the gateway with one schema over CASES=$(CASES) random worlds'
	@echo 'make docs      build the documentation in site/'
	@echo 'make keycloak  fetch a Keycloak for the tests that log in at one (needs Java and Maven)'
	@echo 'make bench     start-up, requests, composing, planning and what the gateway adds, on this machine (PEERS=1)'
	@echo 'make clean     remove .venv, built documentation and caches (not your data)'

demo: $(VENV)/demo.installed $(VENV)/composed
	@$(BIN)/gemeentegraaf demo --port $(PORT) --data $(DATA) $(if $(RESET),--reset)

test: $(VENV)/test.installed
	@$(BIN)/pytest $(WORKERS) $(ARGS)

check: $(VENV)/test.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/test.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

compose: $(VENV)/demo.installed
	$(BIN)/gemeentegraaf compose
	@touch $(VENV)/composed

families: $(VENV)/test.installed
	@PYTHONPATH=tests $(BIN)/python -m harness.conformance_table

worlds: $(VENV)/test.installed
	@PYTHONPATH=tests nice $(BIN)/python -m harness.worlds --cases $(CASES)

docs: $(VENV)/dev.installed
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

keycloak:
	@tests/peers/keycloak.sh

bench: $(VENV)/demo.installed $(VENV)/composed
	@$(BIN)/python tests/benchmark/demo_bench.py
	@$(BIN)/python tests/benchmark/mijn_overview.py
	@$(BIN)/python tests/benchmark/composition.py
	@$(BIN)/python tests/benchmark/planning.py
	@$(BIN)/python tests/benchmark/gateway_bench.py $(if $(PEERS),--peers)

clean:
	rm -rf $(VENV) site build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info

# The hints are for who works on the graph (`make compose`), not for who starts the demo.
$(VENV)/composed: $(SUBGRAPHS) | $(VENV)/demo.installed
	@$(BIN)/gemeentegraaf compose 2>$@.log || { cat $@.log >&2; exit 1; }
	@touch $@

$(VENV)/%.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Installing the packages for "$*" into $(VENV) (once; about a minute)'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[$*]'
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo 'Gemeentegraaf needs Python 3.11 or newer, and there is no "$(PYTHON)" here. Name one: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Gemeentegraaf needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'Python has no venv module here. On Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
