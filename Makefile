# Two commands are all a newcomer needs: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check lint bench fuzz data clean

run: $(VENV)/.run-installed
	$(BIN)/streamlit run app.py

test: $(VENV)/.dev-installed lint
	$(BIN)/python -m pytest -m "not browser" -n auto
	$(BIN)/python -m pytest -m browser

check: $(VENV)/.run-installed
	$(BIN)/python -m geo check

lint: $(VENV)/.dev-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev-installed
	$(BIN)/python -m benchmarks

# Spoilt files of every format through the process that reads brought files; FILES=300 for a quick look.
fuzz: $(VENV)/.dev-installed
	$(BIN)/python -m tests.security.fuzz --files $(or $(FILES),10000)

# RAW is the folder of files as published; see data/README.md.
data: $(VENV)/.dev-installed
	$(BIN)/python -m geo build --raw "$(RAW)"

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis static/published

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev-installed: requirements.txt requirements-build.txt requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.run-installed
