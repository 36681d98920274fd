# Two commands are all a newcomer needs: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What a server has, and nothing else: tests/architecture/test_run_time.py works in it.
RUN_VENV := .venv-run
INSTALL := -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes
# On every core, and not the packages' own tests, which are half of all that pip would compile.
COMPILED := -m compileall -q -j 0 -x '/tests?/'
COMPILE := pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" $(LOCK)

.PHONY: run test check lint bench bench-growth every-authority fuzz data lock sbom clean

run: $(VENV)/.run-installed
	$(BIN)/streamlit run app.py

# Our code is compiled first: tests start the app, the command and the process that reads files some hundred times.
test: $(VENV)/.dev-installed $(RUN_VENV)/.installed lint
	$(BIN)/python -m compileall -q -j 0 geo ui pages tests app.py
	$(BIN)/python -m pytest -m "not browser" -n auto --dist worksteal
	$(BIN)/python -m pytest -m browser -n 2 --dist loadfile

check: $(VENV)/.run-installed
	$(BIN)/python -m geo check

lint: $(VENV)/.dev-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev-installed
	$(BIN)/python -m benchmarks

# Up to as many neighbourhoods as England has; about ten minutes and some gigabytes of memory.
bench-growth: $(VENV)/.dev-installed
	$(BIN)/python -m benchmarks.growth

# A data folder for each of the 296 lower-tier authorities of England, made and checked; takes hours, and goes on where it was stopped.
# RAW is a folder with the two files that `python -m geo init` needs.
every-authority: $(VENV)/.dev-installed
	$(BIN)/python -m benchmarks.every_authority --raw "$(RAW)" --results every-authority.csv

# Spoilt files of every format through the process that reads brought files; FILES=300 for a quick look.
fuzz: $(VENV)/.dev-installed
	$(BIN)/python -m tests.security.fuzz --files $(or $(FILES),10000)

# RAW is the folder of files as published; see data/README.md.
data: $(VENV)/.dev-installed
	$(BIN)/python -m geo build --raw "$(RAW)"

# After a change of requirements*.txt. LOCK=--upgrade takes the newest of all that these lists leave open.
lock: $(VENV)/.dev-installed
	$(BIN)/uv $(COMPILE) requirements.txt -o requirements.lock
	$(BIN)/uv $(COMPILE) --constraint requirements.lock requirements-dev.txt -o requirements-dev.lock
	$(BIN)/uv $(COMPILE) --constraint requirements-dev.lock requirements-server.txt -o requirements-server.lock
	$(BIN)/uv $(COMPILE) --constraint requirements-dev.lock requirements-build.txt -o requirements-build.lock

# What a server runs, with licences, as CycloneDX; the same lock gives the same bytes.
sbom: $(RUN_VENV)/.installed
	$(BIN)/python -W ignore::UserWarning -m cyclonedx_py environment --pyproject pyproject.toml --gather-license-texts \
		--output-reproducible --output-file sbom.cdx.json $(RUN_VENV)

clean:
	rm -rf $(VENV) $(RUN_VENV) sbom.cdx.json .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# On a server nothing but wheels: no code of a package runs while it is installed.
$(VENV)/.run-installed: requirements.lock | $(BIN)/python
	$(BIN)/python $(INSTALL) --only-binary :all: -r requirements.lock
	$(BIN)/python $(COMPILED) $(VENV)/lib
	touch $@

$(VENV)/.dev-installed: requirements-dev.lock | $(BIN)/python
	$(BIN)/python $(INSTALL) -r requirements-dev.lock
	$(BIN)/python $(COMPILED) $(VENV)/lib
	touch $@ $(VENV)/.run-installed

$(RUN_VENV)/.installed: requirements.lock $(VENV)/.dev-installed
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(RUN_VENV)
	$(BIN)/uv pip install --quiet --python $(RUN_VENV)/bin/python --only-binary :all: --require-hashes -r requirements.lock
	$(RUN_VENV)/bin/python $(COMPILED) $(RUN_VENV)/lib
	touch $@
