# aeviz: `make help` says what there is.
PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

# One folder for everyday builds and tests, one for the binary that needs no toolchain.
RELEASE := .build/release/aeviz
STATIC_BUILD := .build-static
STATIC := $(STATIC_BUILD)/release/aeviz
# Not a word for debuggers: it would take a twentieth of the build.
OPTIMISED := -c release -debug-info-format none
SOURCES := Package.swift $(shell find Sources -type f)
# What `deb` and `tarball` are made of, and where they go.
TREE := .build-dist
PACKAGES := output
DATASETS := Sources/AEData/Resources/datasets
FORMATTED := Sources Tests Fuzz Package.swift

SHARE = $(DESTDIR)$(PREFIX)/share
COMPLETIONS = $(SHARE)/bash-completion/completions/aeviz $(SHARE)/zsh/site-functions/_aeviz \
  $(SHARE)/fish/vendor_completions.d/aeviz.fish

.PHONY: help demo build test wasm-check neon-check fuzz packages test-packages static install deb tarball uninstall bench docs gallery \
  format lint clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: build ## install what is missing, build, train on real images, draw, report: output/demo/
	$(RELEASE) demo

# No test imports `@testable`; said so, the tests share what `make demo` has compiled.
test: test-packages ## install what the tests need, run all of them
	$(SWIFT) test $(OPTIMISED) --disable-testable-imports

wasm-check: test-packages ## compile the networks for WebAssembly, hold their numbers to the native ones
	$(SWIFT) test $(OPTIMISED) --disable-testable-imports --filter WebAssemblyTests

# Skipped with a word where a package of Scripts/neon.sh is missing.
neon-check: test-packages ## compile the kernels for ARM, hold their numbers under emulation to the native ones
	@Scripts/neon.sh available || exit 0; \
	AEVIZ_NEON=1 $(SWIFT) test $(OPTIMISED) --disable-testable-imports --filter NEONTests

# Seconds or inputs for each target, and which: `make fuzz SECONDS=60 TARGETS=idx`,
# `make fuzz RUNS=1000000 CONFIGURATION=release`.
RUNS =
SECONDS = $(if $(RUNS),0,20)
TARGETS =
CONFIGURATION = debug
fuzz: packages ## feed every reader and figure with broken input, SECONDS or RUNS each
	FUZZ_RUNS="$(or $(RUNS),-1)" FUZZ_CONFIGURATION=$(CONFIGURATION) \
	  Fuzz/fuzz.sh $(SECONDS) $(TARGETS)

build: packages ## build in release: .build/release/aeviz
	$(SWIFT) build $(OPTIMISED) --product aeviz

packages:
	@Scripts/packages.sh run

test-packages:
	@Scripts/packages.sh test

static: packages $(STATIC) ## build the binary that `install` copies (then `sudo make install` only copies)

# A binary that carries Swift's own libraries runs where there is no toolchain, and starts sooner. What
# runs before its `main` runs in another order than in the tests: so it is asked something.
$(STATIC): $(SOURCES)
	$(SWIFT) build $(OPTIMISED) --product aeviz --static-swift-stdlib --scratch-path $(STATIC_BUILD)
	@$@ stride-demo --help | grep -q -e --stride || { echo "$@ does not answer" >&2; rm $@; exit 1; }
	@touch $@

install: packages $(STATIC) ## install into PREFIX (/usr/local): program, data sets, completions
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/aeviz $(SHARE)/doc/aeviz $(dir $(COMPLETIONS))
	install -s -m 755 $(STATIC) $(DESTDIR)$(PREFIX)/bin/aeviz
	rm -rf $(SHARE)/aeviz/datasets
	cp -R $(DATASETS) $(SHARE)/aeviz/datasets
	rm -rf $(SHARE)/aeviz/page
	install -d $(SHARE)/aeviz/page
	cp -R Sources/Page/Resources Sources/Page/Web $(SHARE)/aeviz/page
	chmod -R u=rwX,go=rX $(SHARE)/aeviz
	install -m 644 LICENSE README.md $(SHARE)/doc/aeviz
	$(STATIC) --generate-completion-script bash > $(SHARE)/bash-completion/completions/aeviz
	$(STATIC) --generate-completion-script zsh > $(SHARE)/zsh/site-functions/_aeviz
	$(STATIC) --generate-completion-script fish > $(SHARE)/fish/vendor_completions.d/aeviz.fish

deb: packages $(STATIC) ## a package for those without a compiler: output/aeviz_….deb
	$(call pack,deb)

tarball: packages $(STATIC) ## the same as a folder that runs where it lies: output/aeviz-….tar.gz
	$(call pack,tarball)

# `install` into a tree of its own, which is then packed.
define pack
rm -rf $(TREE)
$(MAKE) --no-print-directory install DESTDIR=$(TREE) PREFIX=/usr
Scripts/dist.sh $(1) $(TREE) $(PACKAGES)
endef

uninstall: ## remove what `make install` with the same PREFIX put there
	rm -f $(DESTDIR)$(PREFIX)/bin/aeviz $(COMPLETIONS)
	rm -rf $(SHARE)/aeviz $(SHARE)/doc/aeviz

bench: build static test-packages ## time the commands, training against PyTorch, the report against matplotlib
	Benchmarks/run.sh $(STATIC)
	Benchmarks/training.sh $(RELEASE)
	Benchmarks/report.sh $(STATIC)

# Every library by itself; a link that leads nowhere is an error. In a folder of its own, since the
# package then has one dependency more.
docs: packages ## write the documentation of the libraries: .build-docs/documentation/
	mkdir -p .build-docs/documentation
	for library in AENetwork AEData AEAnalysis AECore Drawing Visual PageModule Page; do \
	  AEVIZ_DOCS=1 $(SWIFT) package --scratch-path .build-docs \
	    --allow-writing-to-directory .build-docs/documentation/$$library \
	    generate-documentation --target $$library --warnings-as-errors \
	    --output-path .build-docs/documentation/$$library || exit $$?; \
	done

gallery: build test-packages ## draw the pictures that README shows: output/gallery/
	Scripts/gallery.sh $(RELEASE)

format: ## set the sources in the house style
	$(SWIFT) format -i --recursive $(FORMATTED)

lint: ## check the style; warnings are errors
	$(SWIFT) format lint --strict --recursive $(FORMATTED)
	@Scripts/lint.sh

clean: ## remove what was built
	rm -rf .build $(STATIC_BUILD) $(TREE) .build-wasm .build-docs
