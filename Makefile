# `make test` and `make report` start from a bare machine with Swift and apt (or Homebrew).

SWIFT ?= swift
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
RELEASE = $(SWIFT) run -c release gelu-accuracy

# What a report says of the sources that it was made with. Told to the program and not to `swift build`, which
# would link it anew for each commit.
MADE_BY = GELU_ACCURACY_COMMIT="$$(git describe --always --dirty 2>/dev/null || echo unknown)" \
  GELU_ACCURACY_COMPILER="$$($(SWIFT) --version 2>/dev/null | head -1)"

PYTHON ?= python3
TORCH = .build/torch/bin/python

.PHONY: report render render-check report-check test fuzz kill-test setup lint contracts kernel variants hardest pytorch clean docs mutants sanitize exhaustive-best \
  exhaustive-functions judged costs gelu-page

# Scores every built-in kernel and writes Reports/: hours on two cores. All float32 kernels run on all
# 2^32 inputs. An interrupted report goes on where it was. FAST=1 samples float32 and float64 only.
report: setup
	$(SWIFT) build -c release --product gelu-accuracy
	$(MADE_BY) .build/release/gelu-accuracy report $(if $(FAST),--sample 2000,--exhaustive all --resume .build/report) \
	  --output $(or $(OUTPUT),Reports)

# Makes the pages and pictures of Reports/ anew from its figures, in seconds. KERNELS=... makes all pictures of
# these kernels' pages and leaves the rest.
render: setup
	$(RELEASE) render $(KERNELS) --output $(or $(OUTPUT),Reports)

# Whether the pages and pictures that are committed are what comes of the committed figures, byte for byte.
render-check: setup
	$(SWIFT) build -c release --product gelu-accuracy
	Tests/render-check.sh .build/release/gelu-accuracy

test: setup
	$(SWIFT) test --disable-xctest

# 10,000 damaged files of every kind that is read, with fixed seeds: some minutes. Prints, and holds to bars,
# the longest time of one file (5 seconds) and the memory (500 MB).
FUZZ ?= 10000
fuzz: setup
	GELU_ACCURACY_FUZZ=$(FUZZ) $(SWIFT) test --disable-xctest \
	  --filter 'KeptFileFuzzTests|damagedContracts|ManifestShapeTests|MutatedFileTests|damageIsSeen'

# Kills an exhaustive run at 50 random moments and compares what goes on from there, bit for bit.
kill-test: setup
	$(SWIFT) build -c release --product gelu-accuracy
	Tests/kill-and-resume.sh $(or $(KILLS),50)

# MPFR and GMP with their headers, unless the compiler finds them already.
setup:
	@if printf '#include <mpfr.h>\n' | $(CC) -E -x c - >/dev/null 2>&1; then :; \
	elif command -v apt-get >/dev/null; then \
	  $(SUDO) apt-get update -q && $(SUDO) apt-get install -q -y libmpfr-dev libgmp-dev pkg-config; \
	elif command -v brew >/dev/null; then brew install mpfr gmp pkg-config; \
	else echo "install MPFR and GMP with their headers (libmpfr-dev, libgmp-dev)" >&2; exit 1; fi

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Examples Package.swift

# New bounds for every built-in kernel, after a change that is meant to move them.
contracts: setup
	$(RELEASE) seed

# All that a new formula needs beside its file and its entry in the list: which variants differ, contracts,
# its page.
kernel: variants
	$(RELEASE) seed $(NAME) --variants
	$(MADE_BY) .build/release/gelu-accuracy report $(NAME) --exhaustive all --output $(or $(OUTPUT),Reports)

# Which variants of a formula change no bit, after a formula was added.
variants: setup
	$(RELEASE) variants --output Sources/Kernels/Catalogue/IdleVariants.swift

hardest: setup
	$(RELEASE) hardest --output Reference/Hardest

# torch.nn.GELU on all inputs of three formats, into Reports/pytorch.md: five minutes, and torch from
# PyPI where $(PYTHON) has none.
pytorch: setup
	$(SWIFT) build -c release --product gelu-accuracy
	@python=$(PYTHON); $$python -c 'import torch' 2>/dev/null || { python=$(TORCH); \
	test -x $(TORCH) || { $(PYTHON) -m venv .build/torch && $(TORCH) -m pip install -q torch numpy; }; }; \
	$$python Examples/pytorch/report.py .build/release/gelu-accuracy $(or $(OUTPUT),Reports)

# Plants the faults of Tests/Mutants/mutants.json and prints how many the tests catch: an hour or so on two
# cores. Interrupted, it goes on where it was. MUTANTS='--only 1-20' takes some, --whole asks all tests.
mutants: setup
	$(PYTHON) Tests/Mutants/run.py $(MUTANTS)

# Times every built-in kernel, built with FMA and F16C and for the baseline, into Reports/costs.jsonl: a build of
# its own and about eight minutes on an idle machine. Fails if the two builds do not agree to the bit.
costs: setup
	SWIFT=$(SWIFT) Tests/native_costs.sh $(or $(OUTPUT),Reports)/costs.jsonl

# Documentation/GELU.md and its picture, with the costs that are committed.
gelu-page: setup
	$(RELEASE) gelu-page

# The page of explore in a headless Chromium, used by pointer and keys: half a minute. playwright comes from PyPI
# where $(PYTHON) has none; without it, or without a Chromium, one line says that the check was skipped.
BROWSER = .build/browser/bin/python
report-check: setup
	$(SWIFT) build --product gelu-accuracy
	@python=$(PYTHON); $$python -c 'import playwright' 2>/dev/null || { \
	test -x $(BROWSER) || { $(PYTHON) -m venv .build/browser && $(BROWSER) -m pip install -q playwright; }; \
	test ! -x $(BROWSER) || python=$(BROWSER); }; \
	$$python Tests/Browser/explore.py .build/debug/gelu-accuracy

# What identify and diagnose say of kernels that are known, into Documentation/Diagnosis.md: ten minutes.
judged: setup
	$(SWIFT) build -c release --product gelu-accuracy
	@$(PYTHON) Tests/Strangers/document.py .build/release/gelu-accuracy

# The C parts and a short end-to-end under each sanitizer that the toolchain has.
sanitize: setup
	Tests/Sanitizers/run

# The kernels that are correctly rounded, on all 2^32 inputs of float32.
exhaustive-best: setup
	$(SWIFT) build -c release --product gelu-accuracy
	@$(PYTHON) Tests/exhaustive_best.py .build/release/gelu-accuracy

# The functions without built-in kernels, with their slopes, on all 2^32 inputs of float32. The slope of mish
# alone takes seven minutes of a processor: where f is one nonzero constant, equal errors are ranked one by one.
exhaustive-functions: setup
	$(SWIFT) build -c release --product gelu-accuracy
	Tests/ExhaustiveFunctions/run.sh .build/release/gelu-accuracy $(FUNCTIONS)

# The library's documentation, without a warning, into .build/docs.
docs: setup
	GELU_ACCURACY_DOCS=1 $(SWIFT) package --allow-writing-to-directory .build/docs \
	  generate-documentation --target GELUAccuracy --warnings-as-errors --output-path .build/docs

include Sources/gelu-accuracy/Packaging/dist.mk

clean:
	rm -rf .build .build-dist

# A wheel of the Python package with the program of `make dist`, or of WHEEL_BINARY, in it: half a minute. The same
# program and sources give the same bytes.
WHEELS = .build-dist/wheels
WHEEL_BINARY ?=
.PHONY: wheel test-python lint-python
wheel:
	@test -n "$(WHEEL_BINARY)" || test -x .build-dist/stage/bin/gelu-accuracy || $(MAKE) dist
	@mkdir -p $(WHEELS) && rm -f $(WHEELS)/*.whl
	@SOURCE_DATE_EPOCH="$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)}" \
	  GELU_ACCURACY_WHEEL_BINARY="$(abspath $(WHEEL_BINARY))" \
	  $(PYTHON) -m pip wheel --quiet --no-deps --wheel-dir $(WHEELS) ./Python
	@ls -l $(WHEELS)/*.whl

# The wheel in a new environment outside the checkout, with what its tests need: a minute or two. They take
# torch where PYTHON_PACKAGES names it; the wheel on PyPI for Linux has two gigabytes of CUDA beside it.
PYTHON_PACKAGES ?= ml_dtypes pytest pandas jax
test-python: wheel
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $(PYTHON) -m venv "$$folder/venv" && \
	"$$folder/venv/bin/python" -m pip install --quiet $(WHEELS)/*.whl $(PYTHON_PACKAGES) && \
	cp -R Python "$$folder/Python" && rm -rf "$$folder/Python/src" && cp README.md "$$folder/" && \
	cd "$$folder/Python" && env -u GELU_ACCURACY_BINARY PATH="$$folder/venv/bin:$$PATH" \
	  "$$folder/venv/bin/python" -m pytest -q -p no:cacheprovider tests

lint-python:
	@test -x .build/lint/bin/ruff || { $(PYTHON) -m venv .build/lint && \
	  .build/lint/bin/python -m pip install -q ruff mypy numpy ml_dtypes pytest hatchling; }
	cd Python && ../.build/lint/bin/ruff check . && ../.build/lint/bin/ruff format --check . && ../.build/lint/bin/mypy
