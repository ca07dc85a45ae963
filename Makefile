# Every command that a developer needs; `make` alone lists them.

BIN := .venv/bin
LOCKS := requirements/bootstrap.txt requirements/build.txt tools/install
PORT ?= 8000
# Where checks keep their data, so that none touches yours.
SCRATCH := $(CURDIR)/build/scratch
# An address as in production: `check --deploy` looks at https settings.
DEPLOYED := PENDOPO_DATA=$(SCRATCH) PENDOPO_ADDRESS=https://layanan.example.go.id

# A service may not write beside its code, so what it runs is compiled when it is installed.
COMPILE := $(BIN)/python -m compileall -q

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo install test test-postgres test-browser test-spark check format lint types imports templates \
	content migrations deploy reference fix ci faults bench bench-large lock docs texts screens clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/base build/vendor.stamp ## Open the demo regency on http://127.0.0.1:8000 (PORT=…)
	@PENDOPO_DEMO=1 PENDOPO_DATA="$${PENDOPO_DATA:-$(CURDIR)/data/demo}" \
		PENDOPO_ADDRESS=http://127.0.0.1:$(PORT) $(BIN)/pendopo demo

install: .venv/base build/vendor.stamp ## Install what production needs, nothing else
	@$(COMPILE) pendopo

test: .venv/dev build/vendor.stamp ## Run the whole suite on SQLite
	$(BIN)/pytest -n 2 --dist loadscope -q

test-postgres: .venv/dev build/vendor.stamp ## Run the whole suite on a private PostgreSQL
	tools/with-postgres $(BIN)/pytest -n 2 --dist loadscope -q

test-browser: .venv/dev build/vendor.stamp ## Walk the pages in Chromium (fails without it)
	$(BIN)/pytest -q -m browser pendopo tests/browser

test-spark: .venv/spark ## Count on a local Spark of two workers too (Java 17, 3 minutes)
	$(BIN)/pytest -q -m spark pendopo/kernel/lake

check: format lint types imports templates content migrations deploy reference ## Run every check that is not a test

format: .venv/dev
	$(BIN)/ruff format --check .
lint: .venv/dev
	$(BIN)/ruff check .
types: .venv/dev
	PENDOPO_DATA=$(SCRATCH) $(BIN)/mypy pendopo tools
imports: .venv/dev
	$(BIN)/lint-imports --no-logo
templates: .venv/dev
	$(BIN)/djlint pendopo --quiet --lint
content: .venv/dev
	PENDOPO_DATA=$(SCRATCH) $(BIN)/pendopo content check
migrations: .venv/dev
	PENDOPO_DATA=$(SCRATCH) $(BIN)/pendopo makemigrations --check --dry-run
deploy: .venv/dev build/vendor.stamp
	$(DEPLOYED) $(BIN)/pendopo check --deploy --fail-level WARNING
reference: .venv/dev
	PENDOPO_DATA=$(SCRATCH) $(BIN)/python -m tools.reference --check

fix: .venv/dev ## Format, and repair what can be repaired
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

ci: ## Everything that CI runs, in its order
	.ci/run

faults: .venv/dev build/vendor.stamp ## Kill, contend and tamper at length, on both databases
	$(BIN)/pytest -q -m faults tests/faults
	POSTGRES_FLAGS= tools/with-postgres $(BIN)/pytest -q -m faults tests/faults

bench: .venv/dev build/vendor.stamp ## Measure beside the floor (about 25 minutes)
	@$(COMPILE) pendopo benchmarks
	POSTGRES_FLAGS= tools/with-postgres $(BIN)/python -m benchmarks

bench-large: .venv/spark build/vendor.stamp ## Measure at the size of a province and of the nation (hours, Java 17)
	@$(COMPILE) pendopo benchmarks
	POSTGRES_FLAGS= tools/with-postgres $(BIN)/python -m benchmarks --large

lock: .venv/dev ## Write the dependency locks anew
	tools/lock

docs: .venv/dev ## Write docs/reference anew from the code
	PENDOPO_DATA=$(SCRATCH) $(BIN)/python -m tools.reference

texts: ## Compile the English texts (needs gettext)
	@find pendopo -name django.po -execdir msgfmt --check-format -o django.mo django.po \;

screens: .venv/dev build/vendor.stamp ## Make the pictures of docs/screens anew (Chromium, 5 minutes)
	$(BIN)/python -m tools.screens

clean: ## Remove what was built; data/ stays
	rm -rf .venv node_modules build *.egg-info .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis .coverage

# Stamps: installing again takes time only after a lock has changed.
.venv/base: requirements/base.txt $(LOCKS)
	@[ -f .venv/dev ] && [ .venv/dev -nt requirements/dev.txt ] || tools/install base
	@touch $@

.venv/dev: requirements/dev.txt $(LOCKS)
	@tools/install dev
	@touch $@

.venv/spark: requirements/spark.txt $(LOCKS) | .venv/dev
	@tools/install spark
	@touch $@

build/vendor.stamp: package-lock.json pendopo/shell/vendored.py | .venv/base
	npm ci --ignore-scripts --no-audit --no-fund
	PENDOPO_DATA=$(SCRATCH) $(BIN)/pendopo vendor
	@touch $@
