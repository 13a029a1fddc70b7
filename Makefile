# Everything is set up by the targets that need it: `make run` and `make test` work on a fresh clone.
# The first Python on this machine that the project supports.
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; (3, 11) <= sys.version_info[:2] <= (3, 13) and print("$(name)")' 2>/dev/null)) python3)
VENV := .venv
BIN := $(VENV)/bin
TESTS ?= tests
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test lint format lock texts bench torture faults screenshots clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-11s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo 'Python 3.11, 3.12 or 3.13 is needed; name one with: make PYTHON=python3.12 ...'; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock | $(BIN)/python
	@echo 'Setting up .venv (once) ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo 'Adding the tools for tests (once) ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.run ## serve Telegram (with BOT_TOKEN), else the simulator and its chat page
	@exec $(BIN)/python -m bot run

test: lint ## lint, types, architecture and every test
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile $(TESTS)

lint: $(VENV)/.dev ## ruff, mypy, import contracts, Dockerfile
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-logo >$(VENV)/lint-imports.txt 2>&1 || { cat $(VENV)/lint-imports.txt; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/hadolint Dockerfile

format: $(VENV)/.dev ## rewrite the code in the project's style
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

lock: $(VENV)/.dev ## compile pyproject.toml into the two hash-pinned lock files
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --output-file requirements.lock pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --constraint requirements.lock --group dev --output-file requirements-dev.lock pyproject.toml

texts: $(VENV)/.dev ## bring new texts of the code into the catalogues, to be translated there
	@$(BIN)/pybabel -q extract --no-default-keywords -k tr -k plural:1,2 -k msg --no-location --sort-output \
		--project delegation-briefing-bot --output $(VENV)/bot.pot bot
	@for language in ru zh; do $(BIN)/pybabel -q update --domain bot --input-file $(VENV)/bot.pot --output-dir bot/locales \
		--locale $$language --no-fuzzy-matching --ignore-obsolete --width 120 --ignore-pot-creation-date; done

bench: $(VENV)/.dev ## speed, start-up and memory beside a stock aiogram bot
	@$(BIN)/python -m tests.bench $(ARGS)

torture: $(VENV)/.dev ## kill the process over and over and count what was lost or repeated
	@$(BIN)/python -m tests.torture $(ARGS)

faults: $(VENV)/.dev ## plant faults into what the bot sends by itself: the torture catches each
	@$(BIN)/python -m pytest -q -m pace -n $(JOBS) tests/torture

screenshots: $(VENV)/.dev ## take docs/chat-page.png anew; ARGS=FOLDER writes all main screens there instead
	@$(BIN)/python -m tests.end_to_end.browser.screenshots $(ARGS)

clean: ## forget .venv and caches (never data)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis .import_linter_cache
