# Everything a newcomer needs: make run, make test, make bench. Only Python 3.11 and make are required.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export INSTANCE ?= $(CURDIR)/instance
export PORT ?= 8000

.PHONY: run test bench translations check

run: $(VENV)/run.stamp translations/.compiled
	@DEMO=1 $(BIN)/flask --app wsgi serve

# Two processes for what needs no browser, then the journeys alone: a browser wants a processor to itself.
# ARGS="tests/jobs -k outbox" runs just that.
test: $(VENV)/test.stamp translations/.compiled
ifdef ARGS
	@$(BIN)/python -m pytest $(ARGS)
else
	@status=0; \
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/journeys || status=1; \
	$(BIN)/python -m pytest tests/journeys || status=1; \
	exit $$status
endif

SUITES := pages search writes pictures demand demand_pages advice tables torture
ifneq ($(filter bench,$(MAKECMDGOALS)),)
ifneq ($(filter-out $(SUITES),$(SUITE)),)
$(error SUITE: expected some of $(SUITES))
endif
endif

# JSON on standard output and nothing else there; what it is doing on standard error.
bench: $(VENV)/test.stamp translations/.compiled
	@$(BIN)/python -m tests.bench $(SUITE)

check: $(VENV)/test.stamp
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/djlint --lint app/templates

# Extract what is new and put it into the catalogues; fill it in by hand, then commit.
translations: $(VENV)/test.stamp
	@$(BIN)/pybabel -q extract -F pyproject.toml -k _ -k lazy -k N_ -k ngettext:1,2 -k NP_:1,2 --no-location --sort-output --omit-header --width=120 -o translations/messages.pot .
	@$(BIN)/pybabel -q update -i translations/messages.pot -d translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=120

translations/.compiled: $(wildcard translations/*/LC_MESSAGES/*.po) $(VENV)/run.stamp
	@$(BIN)/pybabel -q compile -d translations 2>/dev/null
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Maalem needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(BIN)/python
	@echo "Installing what Maalem stands on…" >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements-dev.txt $(VENV)/run.stamp
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
