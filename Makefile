# A door to make.py, which does everything and runs on Windows too: py -3 make.py demo
# Set PYTHON to choose an interpreter; otherwise the first one that is new enough.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check bench soak installer installer-check setup lock clean

demo: ## set everything up and open the training centre
test: ## set everything up and pass the tests (ARGS="-k search" chooses some)
check: ## style, types, layers, spelling, translations, catalogue
bench: ## measure against the physical floor (ARGS="pdf" chooses some)
soak: ## a month of 24 PCs with all that goes wrong, then no power at each step, and kills (ARGS="7" for another)
installer: ## build the desk for this system in dist/anefdesk/
installer-check: ## run the built desk's doctor and demonstration
setup: ## create .venv with everything the lock names
lock: ## write the lock files again from pyproject.toml
clean: ## remove .venv and everything built

demo test check bench soak installer installer-check setup lock clean:
	@test -n "$(PYTHON)" || { echo "anefdesk demande Python 3.11 ou plus récent." >&2; exit 3; }
	@$(PYTHON) make.py $@ $(ARGS)

help: ## this list
	@sed -n 's/^\([a-z-]*\): ## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{ printf "  make %-16s %s\n", $$1, $$2 }'
