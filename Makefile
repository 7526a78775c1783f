# Everything runs from .venv/, which the first command makes.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-slow torture coverage lint format accuracy bench audit clean

run: .venv/run
	$(BIN)/python app.py

test: .venv/dev
	$(BIN)/python -m pytest -m "not slow and not torture" $(ARGS)

test-slow: .venv/slow
	$(BIN)/python -m pytest -m slow $(ARGS)

torture: .venv/dev
	$(BIN)/python -m pytest -m torture $(ARGS)

# The heart of it all: every branch of the check is tested.
coverage: .venv/dev
	$(BIN)/python -m coverage run --branch --include='qa/checking/*,qa/language/*' \
		-m pytest -q tests/qa -m "not slow and not torture"
	$(BIN)/python -m coverage report --show-missing --fail-under=100

lint: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The open questions lie beside the project, in ../shared/accuracy, or where QUESTIONS points.
QUESTIONS ?= ../shared/accuracy
accuracy: .venv/dev
	$(BIN)/python -m bench.accuracy $(QUESTIONS)

bench: .venv/dev
	$(BIN)/python -m bench.speed

# Known flaws of the pinned packages. Those left out, all of Chroma, are explained in SECURITY.md.
EXCEPTED := CVE-2026-45829 CVE-2026-45833 CVE-2026-45830 CVE-2026-45831
audit: .venv/audited
	.venv/audit/bin/pip-audit --requirement requirements.txt --no-deps --disable-pip --strict \
		$(EXCEPTED:%=--ignore-vuln %) || \
		{ echo "A package has a known flaw, or PyPI (pypi.org) could not be asked: see above."; \
		echo "SECURITY.md tells which flaws are left out, and why."; exit 1; }

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed. Name it: make run PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

.venv/run: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev: requirements-dev.txt requirements-mcp.txt .venv/run
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements-dev.txt
	touch $@

.venv/slow: requirements-local.txt requirements-slow.txt .venv/dev
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements-local.txt
	$(BIN)/python -m pip install --disable-pip-version-check --no-deps -r requirements-slow.txt
	touch $@

.venv/audited: requirements-audit.txt | .venv/bin/python
	$(BIN)/python -m venv .venv/audit
	.venv/audit/bin/python -m pip install --disable-pip-version-check -r requirements-audit.txt
	touch $@
