# make demo, make test: all that is needed is git, make and Python 3.11 or later.
# make quick, make test-all, make mutants, make bench, make hostile, make docs, make templates: for those who
# work on gkxl.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Tests go to the cores in whole stretches, so that few share a module; who is done takes over from others.
PYTEST := $(BIN)/pytest -n auto --dist worksteal

WRITER := /usr/lib/libreoffice/program/libswlo.so

.PHONY: release demo page test test-all quick mutants coverage fuzz bench hostile docs templates office clean

demo: $(VENV)/installed
	$(BIN)/gkxl demo build/demo

# The page that needs no installation, in one file; Pyodide comes from npm.
page: $(VENV)/installed
	$(BIN)/gkxl page -o build/gkxl.html

OTHERS :=

test: $(VENV)/installed-for-work office
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy & mypy=$$!; $(BIN)/basedpyright --pythonpath $(BIN)/python; pyright=$$?; \
	  wait $$mypy && exit $$pyright
	$(PYTEST)
	$(BIN)/python tests/other_pythons.py $(OTHERS)

# Every example, every mutant and every case of the large matrices, of which `make test` takes samples; and the
# whole suite on every other Python that is installed, where `make test` only tries the wheel.
test-all: export GKXL_WHOLE = 1
test-all: OTHERS := --whole
test-all: test

# While one works: a case of each test that needs no other program, no generated examples and no mutants.
quick: $(VENV)/installed-for-work
	$(BIN)/ruff check
	$(PYTEST) --quick

# Changes single lines of MODULES (files and folders from src/gkxl) and prints what no test of their room notices.
NUMBER ?= 30
MODULES ?=

mutants: $(VENV)/installed-for-work
	$(BIN)/python tests/mutants.py --number $(NUMBER) --seed $(SEED) $(MODULES)

# Which lines and branches the tests reach; takes more than twice as long.
coverage: $(VENV)/installed-for-work office
	$(PYTEST) --cov --cov-report=term

# Fresh examples and mutants, more of each than `make test-all` takes; what is found becomes a case of its test.
# EXAMPLES for each test that reads whatever bytes come, a hundredth for each law; `make test-all` takes 1,500 and 100, `make test` a tenth.
# SEED for the mutants. Hypothesis keeps what it finds in .hypothesis, and begins with it the next time.
EXAMPLES ?= 20000
SEED ?= $(shell date +%s)

fuzz: $(VENV)/installed-for-work office
	GKXL_WHOLE=1 GKXL_EXAMPLES=$(EXAMPLES) GKXL_SEED=$(SEED) $(PYTEST) --hypothesis-profile fuzz -m "hypothesis or mutants"

# How long everything takes; docs/performance.md keeps the answer. NUMBER units; the last third takes minutes.
bench: $(VENV)/installed-for-work
	$(BIN)/python tests/benchmarks/bench_speed.py
	$(BIN)/python tests/benchmarks/bench_register.py
	$(BIN)/python tests/benchmarks/bench_scale.py
	$(BIN)/python tests/benchmarks/bench_publish.py
	$(BIN)/python tests/benchmarks/bench_published.py
	$(BIN)/python tests/benchmarks/bench_page.py

# What each file costs that was made to cost much; docs/limits.md keeps the answer.
hostile: $(VENV)/installed-for-work
	$(BIN)/python tests/benchmarks/bench_hostile.py

# The checklist of a release, on every Python at hand, and the page as one of its files; changes nothing outside build/.
release: $(VENV)/installed-for-work page
	$(BIN)/python tests/release.py
	cp build/gkxl.html build/release/dist/

# The same pages twice, in Chinese and in English, at once; docs/two_languages.py says how.
docs: $(VENV)/installed-for-work
	$(BIN)/sphinx-build -q -W --keep-going -t zh docs docs/_build/html/zh & chinese=$$!; \
	  $(BIN)/sphinx-build -q -W --keep-going -t en docs docs/_build/html/en; english=$$?; \
	  wait $$chinese && exit $$english
	cp docs/start.html docs/_build/html/index.html

# The form of each edition, of the latest year that is collected in it; tests/test_templates.py knows the years. And an empty roster.
templates: $(VENV)/installed
	$(BIN)/gkxl template --year 2020 -o templates/政府信息公开工作年度报告-2019版.xlsx
	$(BIN)/gkxl template --year 2025 -o templates/政府信息公开工作年度报告-2021版.xlsx
	$(BIN)/gkxl roster --new templates/名册.xlsx

# LibreOffice recalculates and re-saves workbooks and opens documents in the tests, gnumeric re-saves
# workbooks, Chromium shows web pages.
# Where they cannot be installed the tests that need them are skipped by name, unless CI=true.
office:
	@if ! { command -v soffice && command -v ssconvert && command -v chromium && test -e $(WRITER); } >/dev/null \
	  && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
	    libreoffice-calc libreoffice-writer python3-uno gnumeric fonts-noto-cjk chromium; \
	fi

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/installed-for-work: pyproject.toml $(VENV)/installed
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --group lint --group test --group docs
	touch $@

clean:
	rm -rf build dist docs/_build docs/generated
