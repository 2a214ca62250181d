# Everything a developer or a newcomer runs. `make help` lists the targets; .ci/setup.sh installs what they need.

SHELL := /bin/bash
PYTHON := $(if $(wildcard .venv/Scripts),.venv/Scripts/python,.venv/bin/python)
STAGE := build/kf_resources_plugin

# QGIS without a screen; UTF-8 also on a machine without any locale, or Chinese file names would be lost
export QT_QPA_PLATFORM ?= offscreen
export PYTHONUTF8 := 1
# where it is set, every process of the tests would compile all modules again
unexport PYTHONDONTWRITEBYTECODE
ifeq ($(shell uname -s),Linux)
export LC_ALL := C.UTF-8
export XDG_RUNTIME_DIR ?= $(CURDIR)/build/runtime
endif

.DEFAULT_GOAL := help
.PHONY: help setup demo test run bench i18n pictures reference stage link deploy zip check-zip clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | expand -t 12

setup: ## install what is missing: QGIS, fonts, development tools
	@.ci/setup.sh

demo: setup stage ## set up, run the main jobs on the demo city, leave project, results, papers, pictures in build/demo
	@$(PYTHON) .ci/demo.py
ifeq ($(shell uname -s),Linux)
	@.ci/setup.sh pictures
	@.ci/desktop.sh pictures build/demo/pictures
endif

test: setup stage ## set up, lint, run all tests
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest -q -n auto --dist loadfile --no-loadscope-reorder -p no:pytest_qgis tests/rules tests/architecture
	$(PYTHON) -m pytest -q -n auto --dist loadfile --no-loadscope-reorder --ignore tests/rules --ignore tests/architecture tests

run: demo link ## open QGIS with the plugin and the demo project, in a profile of its own (LOCALE=zh-Hans for Chinese)
	@.ci/desktop.sh open

bench: setup ## measure beside what a user would pick instead (SIZES=50k,200k,1M JOBS=footprints,redline,following,coverage)
	$(PYTHON) -m tests.benchmarks

i18n: setup ## collect the texts to translate into i18n/*.ts, keeping the translations
	$(PYTHON) .ci/i18n.py

reference: ## write the algorithm reference into README.md from tests/processing/catalogue.json
	$(PYTHON) .ci/reference.py

pictures: demo ## make the README's pictures again: those that the demo has taken (Linux)
	@cd .ci/pictures && for picture in *.png; do cp ../../build/demo/pictures/$$picture .; done

stage: setup ## put the plugin together in build/kf_resources_plugin
	@$(PYTHON) .ci/stage.py stage

link: setup ## the same out of links: for QGIS_PLUGINPATH=build/link while developing
	@$(PYTHON) .ci/stage.py link

deploy: setup ## copy the plugin into your own QGIS profile (PROFILE=folder for another)
	@$(PYTHON) .ci/stage.py deploy $(PROFILE)

zip: setup ## make the zip to upload
	@$(PYTHON) .ci/stage.py zip

check-zip: zip ## check the zip against the rules of plugins.qgis.org
	@$(PYTHON) .ci/check_zip.py build/kf_resources_plugin-*.zip

clean: ## remove build/ (the development environment .venv stays)
	rm -rf build
