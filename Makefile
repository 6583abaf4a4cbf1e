# Two commands are all a newcomer needs: `make run` and `make test`. Both set up whatever is missing first.
SHELL := /bin/sh
PYTHON := .venv/bin/python
.DEFAULT_GOAL := help
ifndef PATH
export PATH := /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
endif

.PHONY: help run test check conformance journeys sweep bench bench-voices bench-voice test-whisper soak-voice docs docs-pictures wheel clean setup-run setup-test

help:       ## list the targets
	@grep -E '^[a-z-]+: .*##|^[a-z-]+:  *##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 15

run: setup-run          ## set up what is missing, then open the kiosk; pass options as ARGS="--windowed 1280x720"
	@exec $(PYTHON) -m kiosk run $(ARGS)

test: setup-test        ## set up what is missing, then run the tests; pass pytest options as ARGS="-k rig"
	@$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: setup-test       ## style, types, the deck, and a wheel that works where it is installed
	@failed=; \
	$(PYTHON) -m ruff check . || failed="$$failed style"; \
	$(PYTHON) -m mypy || failed="$$failed types"; \
	$(PYTHON) -m kiosk check || failed="$$failed deck"; \
	$(PYTHON) tools/try_wheel.py || failed="$$failed wheel"; \
	if [ -n "$$failed" ]; then echo "check failed:$$failed"; exit 1; fi

conformance: setup-test  ## run the tests that show access, write docs/conformance.md; ARGS="--long", "--only B3 B4" or "--page"
	@$(PYTHON) -m tests.conformance $(ARGS)

journeys: setup-test    ## the whole deck by taps, by keys, by voice and by ear, in a real window with real sound (long)
	@$(PYTHON) -m pytest -m long tests/journeys $(ARGS)

sweep: setup-test       ## every screen on every panel in every text size and theme, judged by its pixels (long)
	@$(PYTHON) -m pytest -m long -s tests/kiosk/view $(ARGS)

bench:      ## measure the kiosk beside Chromium; pass options as ARGS="--only taps,silence"
	@bash tools/setup bench
	@$(PYTHON) -m tests.bench $(ARGS)

bench-voices:  ## how well each voice is understood, at three speeds; pass options as ARGS="--before"
	@bash tools/setup bench
	@$(PYTHON) -m tests.bench_voices $(ARGS)

bench-voice: setup-test  ## how well phrases are heard; pass a folder of recordings as ARGS="FOLDER --engines spotter"
	@$(PYTHON) -m tests.bench_voice $(ARGS)

test-whisper:  ## what every recognizer promises, tried on Whisper itself (160 MB to download the first time)
	@bash tools/setup bench
	@$(PYTHON) -m pytest -m long tests/audio/test_recognizer_contract.py $(ARGS)

soak-voice: setup-test  ## an hour of its own narration, or of people's talk, into its microphone: what it obeys (long)
	@$(PYTHON) -m tests.soak_voice $(ARGS)

docs: setup-test        ## write docs/commands.md and docs/quick-card.html anew from the command table
	@$(PYTHON) tools/write_commands_page.py
	@$(PYTHON) tools/write_quick_card.py

docs-pictures: setup-test  ## draw docs/pictures anew
	@$(PYTHON) tools/write_picture_pages.py

wheel: setup-test       ## dist/*.whl and dist/*.tar.gz
	@$(PYTHON) -m hatchling build

clean:      ## remove everything that these targets made
	rm -rf .venv build dist out .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup-run:
	@bash tools/setup run

setup-test:
	@bash tools/setup test
