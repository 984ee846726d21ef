# Two commands are all there is: `make run` and `make test`. `make help` lists the others.
# The first Python that really runs and is new enough (a pyenv shim may be there without its Python).
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
RUNS := $(VENV)/.runs-installed
TESTS := $(VENV)/.tests-installed

.PHONY: run test spark check bench screens words help

run: $(RUNS)  ## build the training county when the store is empty, and serve it at http://localhost:8501
	@$(PY) -m analytics training
	@QINGZHANG_TRAINING=1 $(VENV)/bin/streamlit run app.py

test: $(TESTS) .browser .java .postgres  ## run every test, each rule on both engines, without an outside
	@$(PY) -m tests.support.offline $(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder

spark: $(TESTS) .java  ## run every rule's fixtures on PySpark
	@$(PY) -m pytest tests/rules/test_spark.py tests/engine/test_spark.py

check: $(TESTS)  ## format, lint, import arrows, types
	@$(VENV)/bin/ruff format --check . && $(VENV)/bin/ruff check . && $(VENV)/bin/lint-imports && $(VENV)/bin/mypy

bench: $(TESTS) .postgres  ## measure against pandas, polars and PostgreSQL; writes docs/benchmarks.md
	@$(PY) -m tests.bench

screens: $(TESTS) .browser  ## draw every page of a small training county into docs/screens
	@$(PY) -m tests.e2e.screens

words: $(TESTS)  ## bring analytics/locale/en.po up to date with the source; says what has no English yet
	@$(PY) -m tests.support.msgids

help:
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /	/'

$(RUNS): requirements.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(TESTS): $(RUNS) requirements-dev.txt requirements-spark.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -r requirements-spark.txt
	@touch $@

# The browser tests drive Debian's Chromium and need a font with Chinese glyphs; elsewhere they say what is missing.
.PHONY: .browser
.browser:
	@command -v apt-get >/dev/null || exit 0; \
	 { command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q .; } && exit 0; \
	 as=$$(test "$$(id -u)" = 0 || echo sudo); \
	 $$as apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -qq --no-install-recommends \
	   chromium fontconfig fonts-noto-cjk >/dev/null

# Every rule is also run on Spark, which needs Java; elsewhere those tests say what is missing.
.PHONY: .java
.java:
	@command -v apt-get >/dev/null || exit 0; command -v java >/dev/null && exit 0; \
	 as=$$(test "$$(id -u)" = 0 || echo sudo); \
	 $$as apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -qq --no-install-recommends \
	   openjdk-17-jre-headless >/dev/null

# The records are tested on PostgreSQL too, a server of the tests' own; elsewhere those tests say what is missing.
.PHONY: .postgres
.postgres:
	@command -v apt-get >/dev/null || exit 0; ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && exit 0; \
	 command -v initdb >/dev/null && exit 0; \
	 as=$$(test "$$(id -u)" = 0 || echo sudo); \
	 $$as apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -qq --no-install-recommends \
	   postgresql >/dev/null
