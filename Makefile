# Two commands matter: `make run` and `make test`. `make help` lists the rest.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,\
            $(if $(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo yes),$(name))))
UV := $(BIN)/python tools/install.py

# A stamp says that a step was done; what the step was made from stands behind it.
STAMPS := $(VENV)/.stamps
LOCALES := $(wildcard src/wisselwerk/locale/*/LC_MESSAGES/django.po)
LOOK := $(wildcard src/wisselwerk/web/theme.json src/wisselwerk/web/icons.txt src/wisselwerk/web/static/wisselwerk/*.css)

.PHONY: help
help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | awk -F '\t' '{printf "make %-13s %s\n", $$1, $$2}'

.PHONY: setup
setup: $(STAMPS)/run $(STAMPS)/look $(STAMPS)/messages ## everything that running needs, in .venv

.PHONY: run
run: setup ## load the demo and serve it on http://127.0.0.1:8000 (PORT=, WISSELWERK_HOME=)
	@exec $(BIN)/wisselwerk demo

.PHONY: test
test: setup $(STAMPS)/test ## every check and every test
	@$(BIN)/python -m tools.suite

.PHONY: format
format: setup $(STAMPS)/test ## put the code in its one format
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

.PHONY: messages
messages: setup ## bring the catalogues of sentences up to date with the code
	@$(BIN)/python -m tools.messages update

.PHONY: openapi
openapi: setup ## write openapi.json, the API's contract
	@$(BIN)/wisselwerk openapi > openapi.json.new && mv openapi.json.new openapi.json

.PHONY: reference
reference: setup ## write docs/reference from the code
	@$(BIN)/python -m tools.reference

.PHONY: screenshots
screenshots: setup $(STAMPS)/test ## take the pictures of the guide anew
	@WISSELWERK_TEST_SCREENSHOTS=docs/guide/images $(BIN)/pytest -q -m browser tests/browser

.PHONY: requirements
requirements: $(STAMPS)/build ## choose versions anew and pin them with their hashes
	@for name in requirements-build requirements requirements-dev; do \
	  UV_NO_CONFIG=1 $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-annotate --no-header $$name.in --output-file $$name.txt || exit 1; \
	done
	@$(BIN)/python tools/assets.py lock

.PHONY: clean
clean: ## remove what setup made; the home (./var) stays
	rm -rf $(VENV) node_modules src/wisselwerk/web/static/vendor build

# -- Steps ------------------------------------------------------------------------------------------------------------

$(STAMPS)/venv:
	@test -n "$(PYTHON)" || { echo "Wisselwerk needs Python 3.11 or newer (on Debian: apt install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing (on Debian: apt install python3-venv)." >&2; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

# pip installs the installer and Node, and so honours whatever index its user configured.
$(STAMPS)/build: $(STAMPS)/venv requirements-build.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.txt
	@touch $@

# The editable install comes last: the program itself has no hash.
$(STAMPS)/run: $(STAMPS)/build requirements.txt pyproject.toml
	@$(UV) pip sync --quiet --require-hashes requirements-build.txt requirements.txt
	@$(UV) pip install --quiet --no-deps --editable .
	@touch $@

$(STAMPS)/test: $(STAMPS)/run requirements-dev.txt
	@$(UV) pip sync --quiet --require-hashes requirements-dev.txt
	@$(UV) pip install --quiet --no-deps --editable .
	@$(BIN)/python -m tools.system
	@touch $@

$(STAMPS)/node: $(STAMPS)/build package.json package-lock.json .npmrc
	@$(BIN)/python tools/assets.py install
	@touch $@

$(STAMPS)/look: $(STAMPS)/node tools/assets.py $(LOOK)
	@$(BIN)/python tools/assets.py build
	@touch $@

$(STAMPS)/messages: $(STAMPS)/run tools/messages.py $(LOCALES)
	@$(BIN)/python -m tools.messages compile
	@touch $@
