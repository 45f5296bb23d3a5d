# `make run` starts the product on this machine, `make test` checks everything; both need only Python and make.
.DEFAULT_GOAL := help
.PHONY: help run test lint check pytest bench messages doctor status clean clean-data
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
WORKERS ?= logical
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

help:  ## show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.runtime messages  ## start everything with demo data; Ctrl-C stops it (PM_PORT, PM_HOST, PM_VAR: docs/operations.md)
	@exec $(PY) -m productsmanager.embedded up --demo

test: lint check pytest  ## all checks and all tests

lint: $(VENV)/.development  ## style, types, layers, known weaknesses of packages
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy .
	$(VENV)/bin/lint-imports
	$(PY) tools/audit.py

check: $(VENV)/.development messages  ## Django's checks; every model change has its migration
	DJANGO_SETTINGS_MODULE=productsmanager.settings.test $(PY) manage.py check
	DJANGO_SETTINGS_MODULE=productsmanager.settings.test $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

pytest: $(VENV)/.development messages  ## the tests only (WORKERS=2)
	$(PY) -m pytest -n $(WORKERS)

bench: $(VENV)/.development  ## the benchmarks, or one of them: make bench NAME=imports
	$(PY) -m tests.benchmarks $(NAME)

messages: $(CATALOGUES)  ## compile the translations

doctor: $(VENV)/.runtime  ## what this machine has and lacks
	@$(PY) -m productsmanager.embedded doctor

status: $(VENV)/.runtime  ## the services of the running product
	@$(PY) -m productsmanager.embedded up --status

clean:  ## remove the virtual environment and all caches; the data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache var/test-templates $(CATALOGUES)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

clean-data: $(VENV)/.runtime  ## remove ALL data of this installation: databases, files, logs (asks first)
	@$(PY) -m productsmanager.embedded erase

%.mo: %.po | $(VENV)/.runtime
	@$(VENV)/bin/pybabel --quiet compile --input-file=$< --output-file=$@

$(VENV)/bin/python:
	@sh tools/make_venv.sh $(VENV)

$(VENV)/.runtime: requirements.txt constraints.txt | $(VENV)/bin/python
	@sh tools/install.sh $(VENV) requirements.txt $@

$(VENV)/.development: requirements-dev.txt requirements.txt constraints.txt | $(VENV)/bin/python
	@sh tools/install.sh $(VENV) requirements-dev.txt $@
