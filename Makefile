# Everything that a developer or an operator does with this folder; `make demo` and `make test` set themselves up.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test lint accuracy bench clean

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/.ready  ## a simulated hospital over real SSH: a few questions before your eyes, then yours
	@$(BIN)/firstline demo

test: $(VENV)/.ready lint  ## lint, the runbooks' own cases, and every test that needs nothing but this machine
	$(BIN)/firstline runbook test
	$(BIN)/python -m pytest -rs -n 4 --dist loadfile --no-loadscope-reorder $(TESTS)

lint: $(VENV)/.ready
	$(BIN)/ruff check bot parsers tests
	$(BIN)/mypy

accuracy: $(VENV)/.ready  ## every scenario that is found here and beside us: right, wrong, could not tell, ...
	@$(BIN)/python -m tests.accuracy

bench: $(VENV)/.ready  ## speed as ratios, printed side by side
	@$(BIN)/python -m tests.bench $(BENCH)

clean:
	rm -rf $(VENV) firstline-data
