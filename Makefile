# Everything a newcomer needs: `make run`, `make test`, `make check`. Each makes the environment it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --custom-compile-command "make lock" --universal --python-version 3.11 --group dev

.PHONY: run test slow hunt hunt-properties check format lock bench bench-check clean mutate

run: $(STAMP)  ## gap analysis over examples/, report in out/
	$(BIN)/shikii batch examples/affairs.csv examples/facts examples/documents -o out --as-of 2026-04-01
	@echo "report: $(CURDIR)/out/report.html"
	@echo "next:   $(BIN)/shikii --help, or README.ja.md (日本語), README.md"

test: $(STAMP)  ## the whole suite, about eight minutes on two cores
	$(BIN)/python -m pytest -q -n auto --maxprocesses 8 --dist worksteal

slow: $(STAMP)  ## the longer hunts and the scoring on published documents
	$(BIN)/python -m pytest -q -m slow -s -o faulthandler_timeout=3600

hunt: $(STAMP)  ## the level against the oracle (tests/oracle): millions of affairs; SEED=7 draws the same again, SHARE=0.01 a part
	$(BIN)/python tests/hunts/hunt_levels.py $(SEED:%=--seed %) $(SHARE:%=--share %)

hunt-properties: $(STAMP)  ## every property on ten times as many examples, drawn at random; SEED=7 draws the same again
	$(BIN)/python -m pytest -q -n auto --maxprocesses 8 --dist worksteal -m "hypothesis and not slow" --hypothesis-profile=hunt $(SEED:%=--hypothesis-seed=%) -o faulthandler_timeout=3600

mutate: $(STAMP)  ## change the code in small ways and see that its tests notice; slow (minutes to an hour a module)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "cosmic-ray>=8.7"
	$(BIN)/python tests/slow/mutation/run.py $(MODULES)

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

lock: $(STAMP)  ## renew both locks: the newest versions that pyproject.toml allows, with the hash of every file
	$(PIP) install uv
	$(COMPILE) --upgrade --extra durable pyproject.toml -o requirements.lock
	$(COMPILE) --constraint requirements.lock pyproject.toml -o requirements-no-durable.lock

bench: $(STAMP)  ## ratios to other ways to the same answers, then times and memory
	$(BIN)/python benchmarks/ratios.py
	$(BIN)/python benchmarks/level.py
	$(BIN)/python benchmarks/full_ruleset.py

bench-check: $(STAMP)  ## fail where a ratio is a third worse than the one kept in benchmarks/ratios.json
	$(BIN)/python benchmarks/ratios.py --check

# durable-rules is old C code: it needs a compiler and the headers of Python, and cannot be built from 3.13 on.
$(STAMP): requirements.lock requirements-no-durable.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	@echo "installing requirements.lock"
	@$(PIP) install --require-hashes -r requirements.lock >$(VENV)/durable.log 2>&1 || { \
	  echo "requirements.lock could not be installed ($(VENV)/durable.log); trying requirements-no-durable.lock, which needs no compiler" >&2; \
	  $(PIP) install --require-hashes -r requirements-no-durable.lock; }
	$(PIP) install --no-deps -e .
	@$(BIN)/python -c "import durable_rules_engine" 2>/dev/null || \
	  echo "note: durable_rules is not installed: sessions run on the reference evaluator and give the same results" >&2
	touch $(STAMP)

clean:
	rm -rf $(VENV) .typing out build *.egg-info
