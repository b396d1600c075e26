# A program that runs where nothing is installed, and putting it in its place; Documentation/Distribution.md.

DIST = .build-dist
PREFIX ?= /usr/local
# A folder with another libmpfr.a and libgmp.a to link with.
ARCHIVES ?=
COMMIT ?= $(shell git describe --always --dirty --abbrev=8 --exclude '*' 2>/dev/null)

# What differs by platform. The branch for macOS was never run.
ifeq ($(shell uname -s),Darwin)
  # The Swift runtime is part of macOS.
  DIST_FLAGS =
  DIST_ARCHIVES = mpfr gmp
  DIST_FIND = ls $$(brew --prefix)/lib/lib$$library.a
  export TAR = gtar
else
  # Kernels that are loaded shall not find the program's own functions, libstdc++'s among them.
  DIST_FLAGS = --static-swift-stdlib -Xlinker --no-export-dynamic
  DIST_ARCHIVES = mpfr gmp stdc++
  DIST_FIND = $(CC) -print-file-name=lib$$library.a
endif

# The folder .build-dist/stage, which may be moved anywhere, and an archive of it beside it: five minutes
# of processor time the first time. A folder that has archives only makes the linker take those.
dist: setup
	@rm -rf $(DIST)/archives && mkdir -p $(DIST)/archives
	@for library in $(DIST_ARCHIVES); do file=$$($(DIST_FIND)); test -f "$$file" || { \
	  echo "lib$$library.a is missing: install its development package, or name a folder with ARCHIVES=DIR" >&2; \
	  exit 2; }; ln -sf "$$file" $(DIST)/archives/; done
	@for file in $(if $(ARCHIVES),$(abspath $(ARCHIVES))/libmpfr.a $(abspath $(ARCHIVES))/libgmp.a); do \
	  test -f "$$file" || { echo "ARCHIVES: there is no $$file" >&2; exit 2; }; \
	  ln -sf "$$file" $(DIST)/archives/; done
	@{ echo "Name: MPFR"; echo "Description: as archives"; echo "Version: $$(pkg-config --modversion mpfr)"; \
	  echo "Cflags: $$(pkg-config --cflags mpfr)"; echo "Libs: -L$(abspath $(DIST))/archives -lmpfr -lgmp"; \
	  } > $(DIST)/archives/mpfr.pc
	@rm -f $(DIST)/build/release/gelu-accuracy  # other archives of the same name would not be linked anew
	PKG_CONFIG_PATH=$(abspath $(DIST))/archives GELU_ACCURACY_COMMIT=$(COMMIT) $(SWIFT) build -c release \
	  --scratch-path $(DIST)/build --product gelu-accuracy $(DIST_FLAGS)
	SWIFT=$(SWIFT) PYTHON=$(PYTHON) Sources/gelu-accuracy/Packaging/stage.sh $(DIST)/build/release/gelu-accuracy $(DIST)

install:
	@test -x $(DIST)/stage/bin/gelu-accuracy || $(MAKE) dist
	@Sources/gelu-accuracy/Packaging/install.sh install $(DIST)/stage "$(PREFIX)" "$(DESTDIR)"

# Takes away what install put there, and nothing else.
uninstall:
	@Sources/gelu-accuracy/Packaging/install.sh uninstall "$(PREFIX)" "$(DESTDIR)"

# The archive in a bare Debian root, which debootstrap makes the first time, against the checkout's program.
dist-check: dist
	$(SWIFT) build -c release --product gelu-accuracy
	Tests/dist.sh .build/release/gelu-accuracy $(DIST)

.PHONY: dist install uninstall dist-check
