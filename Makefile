# Two commands do everything: `make demo` and `make test`. Each sets up what it needs first.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
JOBS ?= 2

.PHONY: demo test lint tests clean

# The national example, from its charter to a verified result. `make demo DEMO=--full` runs all 4.9 million organisations.
demo: $(VENV)/installed
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/comitia demo --out out/demo $(DEMO)

test: lint tests

lint: $(VENV)/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

tests: $(VENV)/installed-for-tests
	$(BIN)/python -m pytest -n $(JOBS) --cov --cov-report=term:skip-covered --cov-fail-under=95

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml verifier/pyproject.toml constraints.txt
	PIP_CONSTRAINT=constraints.txt $(PIP) install --quiet --editable . --editable ./verifier
	touch $@

$(VENV)/installed-for-tests: $(VENV)/installed
	PIP_CONSTRAINT=constraints.txt $(PIP) install --quiet --editable '.[test]'
	touch $@

clean:
	rm -rf $(VENV) out build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
