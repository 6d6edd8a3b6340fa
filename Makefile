# The doors of the project. Each is one line in the README.
CARGO ?= cargo
ROUNDS ?= 100
SECONDS ?= 60
TARGET ?= all
# Smart card readers are built in where the system has their library. Asked when a recipe runs, since `setup` may have installed it.
READERS = $(shell pkg-config --exists libpcsclite 2>/dev/null && echo "--features landfall-cli/pcsc,landfall-cli/nfc,landfall-kiosk/nfc")
# Bluetooth LE, where the system has what BlueZ is spoken with by.
RADIOS = $(shell pkg-config --exists dbus-1 2>/dev/null && echo "--features landfall-cli/ble,landfall-kiosk/ble")

.PHONY: demo demo-app test test-core test-phones bindings bench check fuzz torture peers setup

demo: ## the main job: kiosk, phones and cloud as processes, with what it proves printed
	$(CARGO) build -p landfall-kiosk -p landfall-cli -p landfall-demo -p landfall-cloud --no-default-features
	$(CARGO) run --quiet -p landfall-demo -- $(if $(PROFILE),--profile $(PROFILE))

demo-app: ## the phone's app in a window on this desk, with a kiosk and a cloud beside it
	scripts/demo-app

setup:
	scripts/setup

test: setup test-core test-phones ## every test, with what it needs installed

test-core:
	LANDFALL_PROGRAMS=built $(CARGO) test --workspace $(READERS) $(RADIOS)

# The library as phones' tests load it: without this machine's Bluetooth, which needs what their systems don't have.
test-phones: bindings
	scripts/android-test
	scripts/ios-test

bindings: ## the core's Kotlin and Swift, with the library, into target/bindings
	scripts/bindings

bench: setup bindings ## measures the bars into target/bench.json and prints them
	$(CARGO) build --profile phone -p landfall-jni --lib --example acquire
	$(CARGO) bench -p landfall-benches --no-fail-fast; ended=$$?; $(CARGO) run --quiet --profile bench -p landfall-benches --bin report && exit $$ended

check: ## format, lints, layering law, licences, phones' own Rust
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets $(READERS) $(RADIOS) -- -D warnings
	$(CARGO) test --quiet -p landfall-house
	scripts/phones-check
	@if command -v cargo-deny >/dev/null; then $(CARGO) deny check licenses bans sources; else echo "cargo-deny is not installed: skipped"; fi

fuzz: ## coverage-guided fuzzing of each parser, or of one: make fuzz TARGET=tlv SECONDS=600
	scripts/fuzz $(TARGET) $(SECONDS)

# A kill loses nothing that was written, and unsynced writes die in the process, whatever they lie on: in memory it takes half the time.
MEMORY = $(shell df --output=avail -k /dev/shm 2>/dev/null | awk 'NR > 1 && $$1 > 1000000 { print "TMPDIR=/dev/shm" }')

torture: ## kill -9 at every durable write and every message: make torture ROUNDS=1000 ONLY=sync,handover PROFILE=bench
	$(CARGO) build $(if $(PROFILE),--profile $(PROFILE)) -p landfall-kiosk -p landfall-cli -p landfall-cloud -p landfall-torture
	$(MEMORY) $(CARGO) run --quiet $(if $(PROFILE),--profile $(PROFILE)) -p landfall-torture -- --rounds $(ROUNDS) $(if $(ONLY),--only $(ONLY))
	$(MEMORY) $(CARGO) run --quiet $(if $(PROFILE),--profile $(PROFILE)) -p landfall-torture -- --rounds $(ROUNDS) $(if $(ONLY),--only $(ONLY)) --unsynced

peers: ## fetched peers that the environment names (see docs/interworking.md), written down there
	$(CARGO) build -p landfall-kiosk -p landfall-cli -p landfall-peers
	$(CARGO) run --quiet -p landfall-peers --bin interworking
