# Every command sets up what it needs by itself: Python 3.11+ and make are enough.
# The virtual environment is .venv; a stamp file says which lock it was built from.
PYTHON ?= python3
BIN := .venv/bin
export UV_SYSTEM_CERTS = 1
# Compiled once and kept, even where the shell says otherwise: every process starts in half the time.
export PYTHONDONTWRITEBYTECODE =

.PHONY: run test check bench docs catalogues pictures setup lock clean

run: .venv/.run
	@$(BIN)/deskbell run

# Four at a time on any machine: tests wait for sockets most of the time.
test: .venv/.dev
	$(BIN)/python -m pytest -n 4 --dist loadgroup

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/deptry . --no-ansi
	$(BIN)/python -m pytest -q tests/test_house.py

bench: .venv/.dev
	$(BIN)/python -m bench

docs: .venv/.run
	$(BIN)/deskbell docs

# What agents read, in every language: finds the sentences in the code, lists what is not translated yet.
catalogues: .venv/.dev
	$(BIN)/python -m tests.catalogues

# The README's pictures, taken of the sandbox by the system's Chromium.
pictures: .venv/.dev
	$(BIN)/python -m tests.page.pictures

setup: .venv/.run

lock: .venv/.run
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header pyproject.toml --extra sandbox --extra build -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header pyproject.toml --all-extras -o requirements-dev.lock

.venv/.run: requirements.lock pyproject.toml
	@.ci/setup "$(PYTHON)" requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml
	@.ci/setup "$(PYTHON)" requirements-dev.lock
	@touch .venv/.run $@

clean:
	rm -rf .venv
