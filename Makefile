# Every command that a person or CI runs. Bare `make` lists them.
# Needs git, make and Python 3.11 or later; another Python than python3: make PYTHON=python3.12 …
PYTHON ?= python3
BIN := .venv/bin
PACKS = $(sort $(wildcard supportfirst/policy/*/))
KERNEL = $(wildcard supportfirst/attendance/measures/*.py supportfirst/attendance/measures/*/*.py supportfirst/policy/*/*.yaml)
ROWS = tests/unit/casework
# Who may open which address, and what every page carries, is alike on both databases: walked on SQLite.
ONCE = $(foreach walk,rights_of_every_address parents_in_conflict every_reading_is_kept every_page_is_guarded,--ignore tests/unit/casework/walks/test_$(walk).py)
WALKS = tests/integration/casework/test_walks.py
FRONT = $(wildcard frontend/*) scripts/build_front_end.py
TIDY = "$(BIN)/ruff format --check ." "$(BIN)/ruff check ."

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run samples test test-long load lint types fix docs prove mutate lock bench check-pack clean

# `make prove COV-05`: the second word is the requirement, not a target
ifeq (prove,$(firstword $(MAKECMDGOALS)))
ID ?= $(word 2,$(MAKECMDGOALS))
ifneq (,$(word 2,$(MAKECMDGOALS)))
$(eval .PHONY: $(word 2,$(MAKECMDGOALS)))
$(eval $(word 2,$(MAKECMDGOALS)): ; @:)
endif
endif

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.warm ## make .venv with the supportfirst command, and nothing else
	@echo "Ready: $(BIN)/supportfirst --help"

run: .venv/.warm .venv/.front ## open the sample site on http://127.0.0.1:8000: four schools, five bodies, sign-in for each role
	@$(BIN)/python -m scripts.run_site

samples: setup ## no site: read the sample registers of three schools; print worklists with reasons, under five bodies
	@$(BIN)/python -m scripts.show_samples

test: .venv/.dev .venv/.warm .venv/.front .venv/.browser ## every check and every test but the long ones; at most 20 minutes
	@checks=0; scripts/run_all $(TIDY) $(BIN)/mypy "$(BIN)/lint-imports --no-cache" \
		"$(BIN)/python -m scripts.check_file_sizes" "$(MAKE) --no-print-directory check-pack" || checks=1; \
	scripts/run_all "$(BIN)/python -m pytest -n 2 --dist worksteal --migrations -m 'not long'" \
		"$(BIN)/python -m scripts.on_postgresql $(BIN)/python -m pytest -n 2 --dist worksteal --migrations -m 'not long' $(ROWS) $(ONCE)" && exit $$checks

test-long: .venv/.dev .venv/.warm .venv/.front .venv/.browser ## load, kills, published data and the speed gates; at most 30 minutes
	@gates=0; scripts/run_all "$(BIN)/python -m benchmarks.kernel" "$(BIN)/python -m benchmarks.casework" \
		"$(BIN)/python -W ignore -m benchmarks.load --rate 2 --seconds 10 --kills 6 --ungated" \
		"$(BIN)/python -m scripts.on_postgresql $(BIN)/python -m pytest $(WALKS)" || gates=1; \
	$(BIN)/python -m pytest -n 2 --dist worksteal --migrations -m long && exit $$gates

load: .venv/.dev .venv/.warm .venv/.front ## five minutes of 12 registers a second on PostgreSQL, 20 kills, then all counted; RATE=35 SECONDS=60 KILLS=0
	@$(BIN)/python -W ignore -m benchmarks.load --rate $(or $(RATE),12) --seconds $(or $(SECONDS),300) --kills $(or $(KILLS),20)

lint: .venv/.dev ## format, lint, layers and sizes
	@scripts/run_all $(TIDY) "$(BIN)/lint-imports --no-cache" "$(BIN)/python -m scripts.check_file_sizes"

types: .venv/.dev ## strict types
	@$(BIN)/mypy

fix: .venv/.dev ## put right what a machine can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

docs: .venv/.dev ## make the generated reference again, and shorten the list of unproved requirements
	@$(BIN)/python -m scripts.generate_reference

prove: .venv/.dev .venv/.warm ## make prove COV-05: break that requirement's rule and see its test go red
	@$(BIN)/python -m scripts.prove $(ID)

mutate: .venv/.dev .venv/.warm ## move every number, operator, date and unit of the packs: each must be noticed; one pack: PACK=essex
	@$(BIN)/python -m scripts.mutate_packs $(PACK)

check-pack: .venv/.warm ## check every policy pack: sources, dates, rules, worked cases
	@scripts/run_all $(foreach pack,$(PACKS),"$(BIN)/supportfirst check-pack $(pack)")

bench: .venv/.dev .venv/.warm .venv/.front ## speed, as ratios in one run, with the rivals; then the pages, in milliseconds
	@$(BIN)/python -m benchmarks.kernel
	@$(BIN)/python -m benchmarks.casework
	@$(BIN)/python -m benchmarks.rivals
	@$(BIN)/python -m benchmarks.letters
	@$(BIN)/python -W ignore -m benchmarks.pages

lock: .venv/.dev ## compile requirements/*.txt from *.in, with hashes and without hosts; pins stay unless *.in moved
	@$(PYTHON) scripts/set_up.py lock

clean: ## take away .venv and everything made
	@rm -rf .venv out build dist *.egg-info .cache .hypothesis .ruff_cache .mypy_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what the commands stand on: a file in .venv marks each step as done ---------------

.venv/.runtime: requirements/runtime.txt requirements/uv.txt pyproject.toml scripts/set_up.py
	@$(PYTHON) scripts/set_up.py runtime
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.runtime
	@$(PYTHON) scripts/set_up.py dev
	@touch $@

.venv/.warm: .venv/.runtime $(KERNEL)
	@$(BIN)/python -m scripts.warm_caches
	@touch $@

.venv/.front: .venv/.runtime $(FRONT)
	@$(BIN)/python -m scripts.build_front_end
	@touch $@

.venv/.browser: .venv/.runtime
	@$(PYTHON) scripts/set_up.py browser
	@touch $@
