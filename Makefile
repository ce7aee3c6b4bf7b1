# make kart   the whole run on kommune.toml, into ut/
# make test   the tests
# make sjekk  linters, types, import contracts
# make laas   renew the pinned dependencies (needs uv)
# Both set up .venv by themselves; nothing needs root.

PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3.13 python3,$(shell command -v $(p) 2>/dev/null)))
PY := .venv/bin/python

.PHONY: kart test sjekk laas rent

kart: .venv/kjor.stempel
	$(PY) arealsil.py kjor

test: .venv/utvikling.stempel
	$(PY) -m pytest -n auto --maxprocesses=4 --dist loadfile --no-loadscope-reorder $(PYTEST)

sjekk: .venv/utvikling.stempel
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "arealsil needs Python 3.11 or newer; found: $(PYTHON). Use make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/kjor.stempel: laas.txt | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r laas.txt
	touch $@

.venv/utvikling.stempel: laas-utvikling.txt | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r laas-utvikling.txt
	touch $@ .venv/kjor.stempel

laas: pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	  --no-emit-index-url pyproject.toml -o laas.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	  --no-emit-index-url --group dev pyproject.toml -o laas-utvikling.txt

rent:
	rm -rf ut lager
