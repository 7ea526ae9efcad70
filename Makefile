# Everything a newcomer needs: `make run`, `make test`, `make check`. Each makes the environment it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test slow hunt check format lock bench clean

run: $(STAMP)  ## gap analysis over examples/, report in out/
	$(BIN)/shikii batch examples/affairs.csv examples/facts examples/documents -o out --as-of 2026-04-01
	@echo "report: $(CURDIR)/out/report.html"

test: $(STAMP)  ## the whole suite, under five minutes
	$(BIN)/python -m pytest -q -n auto --maxprocesses 8 --dist worksteal

slow: $(STAMP)  ## the longer hunts and the scoring on published documents
	$(BIN)/python -m pytest -q -m slow -s -o faulthandler_timeout=3600

hunt: $(STAMP)  ## every property on ten times as many examples, drawn at random; SEED=7 draws the same again
	$(BIN)/python -m pytest -q -n auto --maxprocesses 8 --dist worksteal -m "hypothesis and not slow" --hypothesis-profile=hunt $(SEED:%=--hypothesis-seed=%) -o faulthandler_timeout=3600

check: $(STAMP)  ## formatting, lint, types, rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	mkdir -p .typing && ln -sfn .. .typing/shikii
	MYPYPATH=.typing $(BIN)/mypy -p shikii
	$(BIN)/shikii rules check
	$(BIN)/shikii rules test

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(STAMP)  ## renew requirements.lock from what pyproject.toml asks for
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --custom-compile-command "make lock" --universal --python-version 3.11 --group dev pyproject.toml -o requirements.lock

bench: $(STAMP)
	$(BIN)/python benchmarks/level.py
	$(BIN)/python benchmarks/full_ruleset.py

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $(STAMP)

clean:
	rm -rf $(VENV) .typing out build *.egg-info
