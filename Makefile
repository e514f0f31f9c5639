# One line each: what it does lies in Package.swift, Scripts/ and Benchmarks/. CI calls only these.

# The executable for nodes: static Swift runtime, libstdc++ from its archive, no debug symbols, no
# tables of unwinding, nothing of the libraries that it does not call.
RELEASE = -c release --product fipsmark --static-swift-stdlib --disable-local-rpath -Xlinker "-L$(CURDIR)/.build-runtime" -Xswiftc -use-ld=lld -Xlinker "--remap-inputs-file=$(CURDIR)/.build-runtime/remap" -Xlinker --strip-all -Xlinker --icf=all -Xlinker "-T$(CURDIR)/Scripts/executable.ld"
SWIFT_DIRECTORIES = Package.swift Sources Tests Benchmarks

.PHONY: bench-fleet fleet-demo check-evidence check-interval check-report evidence fleet dist image check-aarch64 check-containers check-deploy check-dist history bench-history bench-node check-exports check-go-binaries run build test lint format bench bench-proof check-debian13 check-pkcs11 fips-vm check-acvptool check-vectors fuzz kats provider-3.0 clean setup

run: build
	@Scripts/with-provider .build/release/fipsmark run $(ARGS)

build: setup
	@Scripts/commit
	@Scripts/quietly swift build $(RELEASE)

test: lint build evidence
	@Scripts/with-provider Scripts/test

lint: setup
	@swift format lint --strict --recursive $(SWIFT_DIRECTORIES)

format:
	@swift format --in-place --recursive $(SWIFT_DIRECTORIES)

bench: setup
	@Scripts/bench

bench-proof: build
	@Scripts/bench-proof $(ARGS)

# probe and accept beside plain C that loads the provider as often; ARGS=ROUNDS.
bench-node: build
	@Scripts/with-provider Scripts/bench-node $(ARGS)

# What is delivered: a tarball, a Debian package, their sums and bill of materials; and an image.
dist: build evidence
	@Scripts/dist

image: build
	@Scripts/image

# 1,000 rounds of accept --interval; ARGS=ROUNDS.
check-interval: build
	@Scripts/with-provider Scripts/check-interval $(ARGS)

check-deploy: build
	@Scripts/check-deploy

check-containers: build
	@Scripts/check-containers

check-dist: build evidence
	@Scripts/check-dist $(ARGS)

check-aarch64: setup
	@Scripts/check-aarch64

# fipsmark-evidence: bundles of evidence, their keys and their verification.
evidence: setup
	@Scripts/quietly swift build $(subst --product fipsmark,--product fipsmark-evidence,$(RELEASE))

# fipsmark-fleet: reads YAML, and so all of Foundation. It is for whoever judges nodes.
fleet: setup
	@Scripts/quietly swift build $(subst --product fipsmark,--product fipsmark-fleet,$(RELEASE))

# Containers and a FIPS machine that deliver signed results, rolled up and looked at.
fleet-demo: build evidence fleet
	@Scripts/fleet-demo

bench-fleet: fleet
	@Scripts/bench-fleet $(ARGS)

# fipsmark-history: a database, and so all of Foundation. It is not for nodes and links libsqlite3.
history: setup
	@Scripts/quietly swift build -c release --product fipsmark-history --static-swift-stdlib --disable-local-rpath -Xswiftc -use-ld=lld -Xlinker --strip-all

bench-history: history
	@Scripts/bench-history

check-report: build evidence
	@Scripts/check-report $(ARGS)

# Bundles of evidence at the validators of their formats.
check-evidence: build evidence
	@Scripts/check-evidence

check-exports: setup
	@Scripts/check-exports

# What is read of Go programs, against Go's own reader.
check-go-binaries: build
	@Scripts/check-go-binaries

check-debian13: build
	@Scripts/check-debian13

# Keys that stay in a token sign evidence.
check-pkcs11: build evidence
	@Scripts/check-pkcs11

# A real FIPS kernel in qemu; says so where it cannot be had.
fips-vm: build
	@Scripts/fips-vm

check-acvptool: build
	@Scripts/check-acvptool

check-vectors: build
	@Scripts/check-vectors

fuzz: setup
	@Scripts/fuzz

kats:
	@Scripts/build-kats

provider-3.0:
	@Scripts/provider-3.0

clean:
	@rm -rf .build .build-runtime Benchmarks/.build Fuzzing/.build

setup:
	@Scripts/setup
