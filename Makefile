# The first Python that is new enough; or name one: make PYTHON=/path/to/python3.12
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
# A desk is many programs, and the tests start hundreds: each would compile the same source anew.
unexport PYTHONDONTWRITEBYTECODE
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PACKAGES := $(VENV)/packages
READY := $(VENV)/ready

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench train evaluate docs lock messages clean

help:  ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY) translations  ## Make .venv with everything in it, the command in .venv/bin/whydesk

# Made from nothing when the locks change, so that nothing is in it that they do not name.
$(PACKAGES): requirements.lock requirements-dev.lock
	$(if $(PYTHON),,$(error Whydesk needs Python 3.11 or newer; call make with PYTHON=/path/to/python))
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Whydesk needs Python 3.11 or newer; call make with PYTHON=/path/to/python")'
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $(PACKAGES)

$(READY): $(PACKAGES) pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $(READY)

.PHONY: translations
translations: $(READY)
	@$(BIN)/python hatch_build.py

run: setup  ## Open a working desk with its demo company
	$(BIN)/whydesk start --demo

test: setup  ## Run the tests, but for those that take long
	$(BIN)/python -m pytest -n 4 -m "not long"

check: setup  ## What CI runs: style, types, layers, every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 4

bench: setup  ## Measure speed and memory (some minutes)
	$(BIN)/python -m bench

.venv-training/ready: requirements-training.lock
	$(PYTHON) -m venv --clear .venv-training
	.venv-training/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements-training.lock
	touch $@

train: .venv-training/ready  ## Learn what the desk understands anew, from training/corpus (hours)
	OPENBLAS_NUM_THREADS=1 .venv-training/bin/python -m training.train

evaluate: .venv-training/ready  ## Write training/REPORT.md (hours)
	OPENBLAS_NUM_THREADS=1 .venv-training/bin/python -m training.evaluate

docs: setup  ## Write the pages that are made from the code
	$(BIN)/whydesk reference > docs/cli.md
	$(BIN)/whydesk events --markdown > docs/events.md

messages: setup  ## Bring new strings into the translations
	$(BIN)/python -m tests.house.messages

lock:  ## Resolve the dependencies anew
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --group dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --group training -c requirements.lock -o requirements-training.lock pyproject.toml

clean:  ## Remove what make made (never the desk's data)
	rm -rf $(VENV) .venv-training dist build .mypy_cache .pytest_cache .ruff_cache
