# All that a newcomer types. Each target prepares what it needs by itself.
.PHONY: demo test check bench torture soak fuzz lock powercut mutants sheet pairings broker fleet notices deb deb-check image image-check repository supply
.DEFAULT_GOAL := demo

demo:
	@packaging/prepare run
	@.venv/bin/kiosk demo

test:
	@packaging/prepare dev
	@.venv/bin/python -m pytest -n 6 --dist worksteal

check:
	@packaging/prepare dev
	@packaging/check

# Every state as a picture in sheet/, and all of them on sheet/contact.png; STATES=free,busy SIZES=800x480 chooses some.
sheet:
	@packaging/prepare dev
	@.venv/bin/python -m tests.sheet $(if $(STATES),--states $(STATES)) $(if $(SIZES),--sizes $(SIZES))

# All figures of docs/benchmarks.md, anew; JSON=FILE writes them as a list of objects, too.
bench:
	@packaging/prepare bench
	@cmp -s requirements/bench.txt build/bench/installed.txt || { \
	  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --upgrade --target build/bench/packages -r requirements/bench.txt \
	  && cp requirements/bench.txt build/bench/installed.txt; }
	@.venv/bin/python -m tests.bench $(if $(JSON),--json $(JSON))

# Locks the packages anew, with hashes and without any index address.
lock:
	@packaging/prepare dev
	@for kind in run dev fuzz bench pkcs11 hub; do .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header requirements/$$kind.in -o requirements/$$kind.txt; done

# SEEDS=1000-1999 runs those seeds; without it, all there are to run, from where the last time ended.
torture:
	@packaging/prepare dev
	@.venv/bin/python -m tests.torture $(if $(SEEDS),--seeds $(SEEDS))

# A day at the door in MINUTES of the machine; ends with a line of what has grown.
soak:
	@packaging/prepare dev
	@.venv/bin/python -m tests.soak $(if $(MINUTES),--minutes $(MINUTES))

# Stories of the store, each cut off the power forty times; SEEDS=0-99 chooses them, without it as torture.
powercut:
	@packaging/prepare dev
	@.venv/bin/python -m tests.durability $(if $(SEEDS),--seeds $(SEEDS))

# Plants faults in a copy, one at a time, and sees that the tests catch them; ONLY="name name" chooses some.
mutants:
	@packaging/prepare dev
	@.venv/bin/python -m tests.mutants $(ONLY)

# Throws at everything that comes from outside for MINUTES in all, guided by what is reached; the corpus grows in build/fuzz.
fuzz:
	@packaging/prepare dev
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --upgrade --target build/fuzz/packages -r requirements/fuzz.txt
	@.venv/bin/python -m tests.hostile.fuzz $(if $(MINUTES),--minutes $(MINUTES))

# A fleet's hub and its broker in ./hub, to try: a file for an admin, and both running until Ctrl-C.
broker:
	@packaging/prepare dev
	@packaging/try-hub

# Pairings with somebody in between, RUNS of them.
pairings:
	@packaging/prepare dev
	@.venv/bin/python -m tests.pairing.many $(if $(RUNS),--runs $(RUNS))

# DISPLAYS simulated ones on a real hub and a real broker; ends with a table of figures.
fleet:
	@packaging/prepare dev
	@.venv/bin/python -m tests.hub $(if $(DISPLAYS),--displays $(DISPLAYS))

# From a notice of Exchange's to the glass, through hub and broker: CHANGES of them, and their p95.
notices:
	@packaging/prepare dev
	@.venv/bin/python -m tests.outside.nudged $(if $(CHANGES),--changes $(CHANGES))

# The Debian package, in dist/. RELEASE=bookworm or trixie, ARCH=amd64 or arm64.
deb:
	@packaging/prepare run
	@.venv/bin/python packaging/deb/build.py $(if $(RELEASE),--release $(RELEASE)) $(if $(ARCH),--arch $(ARCH))

# The image of a card for a Raspberry Pi, in dist/. As root; PACKAGE is a package for arm64 that is built already.
image:
	@packaging/prepare run
	@.venv/bin/python packaging/image/card.py $(if $(PACKAGE),--package $(PACKAGE))

# Runs the display in the image's system with its root read only. ARCH=amd64 or arm64; as root; minutes, with qemu many.
image-check:
	@packaging/prepare dev
	@.venv/bin/python packaging/image/check.py $(if $(ARCH),--arch $(ARCH)) $(if $(PACKAGE),--package $(PACKAGE))

# What lies in dist/ as a signed package source, in dist/apt or OUT. KEY: gpg's; DAYS: so long displays believe it.
repository:
	@packaging/prepare run
	@.venv/bin/python packaging/deb/repository.py --key "$(KEY)" $(if $(OUT),--out $(OUT)) $(if $(DAYS),--days $(DAYS))

# Installs the package into a system of its own made by debootstrap, runs it there, upgrades, breaks and purges it. As root; minutes.
deb-check:
	@packaging/prepare dev
	@.venv/bin/python packaging/deb/check.py $(RELEASE)

# Two builds of this commit are one file, and no locked package is known to be weak.
supply:
	@packaging/prepare dev
	@.venv/bin/python packaging/supply.py
