# Two commands matter: `make run` and `make test`. Each creates what it needs.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE := 1

# The mini-program as a page for a browser, and what it is made from.
PHONE := sandbox/phone/dist/index.html
PHONE_SOURCES := $(shell find miniprogram sandbox/phone commands/miniprogram -type f \
  -not -path '*/miniprogram_npm/*' -not -path '*/dist/*')

# The console's style sheet and scripts, picked by what its pages use.
DESK := web/console/dist/manifest.json
DESK_SOURCES := $(shell find web/console -type f \( -name '*.html' -o -name '*.py' -o -path '*/assets/*' \))

.PHONY: run test lint types bench lock clean miniprogram screens

run: $(VENV)/app.stamp $(PHONE) $(DESK)
	@$(BIN)/python -m commands.run

# Without TESTS, all but the stories in a browser: those are `make test TESTS=tests/browser`.
test: $(VENV)/dev.stamp $(PHONE) $(DESK)
	@$(if $(TESTS),:,npm --silent test)
	@$(BIN)/python -m pytest -n auto --dist loadfile $(or $(TESTS),--ignore=tests/browser)

# Fills miniprogram/miniprogram_npm/, so that WeChat DevTools opens miniprogram/ with no further step.
miniprogram: node_modules/.stamp
	@npm run --silent pack:miniprogram
	@node commands/miniprogram/weigh.mjs

# Pictures of every page of the phone and of the desk, in docs/screens/.
screens: $(VENV)/dev.stamp $(PHONE) $(DESK)
	@$(BIN)/python -m tests.browser.screens

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: $(VENV)/dev.stamp node_modules/.stamp
	@$(BIN)/mypy
	@npm run --silent types

# make bench CASES=H1,H4 SECONDS=10 ROUNDS=3 ROWS=100000 ENGINES=sqlite THREADS=2,4 HOLD=1; see bench/README.md
bench: $(VENV)/dev.stamp
	@$(BIN)/python -m bench.run $(if $(CASES),--cases $(CASES)) $(if $(ENGINES),--engines $(ENGINES)) \
	  $(if $(TARGETS),--targets $(TARGETS)) $(if $(THREADS),--threads $(THREADS)) $(if $(HOLD),--hold) \
	  $(if $(SECONDS),--seconds $(SECONDS)) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(ROWS),--rows $(ROWS))

lock: $(VENV)/dev.stamp
	@for name in app dev; do \
	  $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	    --output-file=requirements/$$name.txt requirements/$$name.in; \
	done

clean:
	@rm -rf $(VENV) var node_modules sandbox/phone/dist web/console/dist miniprogram/miniprogram_npm

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "需要 Python 3.11 或更新的版本（Debian/Ubuntu: apt install python3）"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "缺少 venv（Debian/Ubuntu: apt install python3-venv）"; rm -rf $(VENV); exit 1; }

$(VENV)/app.stamp: requirements/app.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/app.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/app.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.stamp: package-lock.json
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null \
	  || { echo "需要 Node.js 20 或更新的版本和 npm（Debian/Ubuntu: apt install nodejs npm）"; exit 1; }
	@npm ci --silent --no-audit --no-fund
	@touch $@

$(PHONE): node_modules/.stamp $(PHONE_SOURCES)
	@npm run --silent build:phone

$(DESK): node_modules/.stamp $(DESK_SOURCES)
	@npm run --silent build:console
