# Commands of the ILP Portal. `make` alone lists them; they need a Python of 3.11 or newer with venv, and make.

PYTHON ?= python3
PORT ?= 8000
ROUND ?= whole
VENV := .venv/bin
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help run install install-dev test check test-services test-faults test-browser test-site site pictures sheets messages bench lock clean

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'

run: install ## try the portal: everything on this machine, http://127.0.0.1:8000 (PORT=8001 for another)
	@DEBUG=1 PORT=$(PORT) exec $(VENV)/python manage.py serve --with-parent

test: install-dev ## the tests that need no service and no browser
	@$(VENV)/python -m scripts.run_tests fast

check: install-dev ## style, templates, migrations, translations, production settings, compose file, locks
	@$(VENV)/python -m scripts.check

test-services: install-dev ## the tests on real PostgreSQL and Redis (private ones, or DATABASE_URL and REDIS_URL); WHOLE=1 for all
	@WHOLE=$(WHOLE) $(VENV)/python -m scripts.run_tests services

test-faults: install-dev ## kill, stop and cheat real processes for half an hour; ROUND=short is a small part of it, in minutes
	@FAULT_ROUND=$(ROUND) $(VENV)/python -m scripts.run_tests faults

test-browser: install-dev ## the journeys in Chromium (CHROMIUM=/path/to/it)
	@$(VENV)/python -m scripts.run_tests browser

test-site: install-dev ## every kind of page by axe, Lighthouse and a checker of HTML (needs Chromium, npm, Java)
	@$(VENV)/python -m scripts.run_tests site

site: install-dev ## the same for every address, and what it came to: docs/evidence/site.md
	@$(VENV)/python -m scripts.site

pictures: install-dev ## the pictures of the README, docs/img, from a throw-away portal
	@$(VENV)/python -m scripts.pictures

sheets: install-dev ## the spreadsheets that the tests of the import read, written by LibreOffice in two languages
	@$(VENV)/python -m scripts.sheets

messages: install-dev ## collect new texts into locale/ and compile it (needs gettext)
	@$(VENV)/python -m scripts.messages

bench: install-dev ## figures beside their limits, see bench/README.md
	@$(VENV)/python -m bench

lock: install-dev ## write the lock files anew from pyproject.toml
	@$(VENV)/python -m scripts.lock

install:
	@$(PYTHON) scripts/install.py requirements.txt

install-dev:
	@$(PYTHON) scripts/install.py requirements-dev.txt

clean: ## remove .venv, .node and the caches; var/ with its data stays
	@rm -rf .venv .node .pytest_cache .hypothesis .ruff_cache
	@find . -name __pycache__ -prune -exec rm -rf {} +
