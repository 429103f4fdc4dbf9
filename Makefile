# Every target does its own set-up on a fresh machine with a Rust toolchain and a C compiler; `test` also wants Go (for a
# real agent, the OpAMP Supervisor and a collector) and Node.js with npm (for another agent and helm), and installs haproxy
# where apt-get can. etcd comes with a dev-dependency.

.PHONY: run test conformance fuzz lint ci proto

run: ## Run every role in this process; data goes to ./drover-data.
	cargo run --release --bin drover -- $(ARGS)

test: ## Run every test: unit, paper cluster, real processes on a real etcd, real agents.
	@PATH="$$PATH:/usr/sbin" command -v haproxy >/dev/null || { apt-get update -qq && apt-get install -qq -y haproxy; }
	cargo build --bin drover
	cargo run --quiet -p tests --bin suite

conformance: ## Every requirement of docs/CONFORMANCE.md, a line per row.
	cargo build --bin drover
	cargo run --quiet -p tests --bin conformance

fuzz: ## Every fuzz target for SECONDS_EACH (600) seconds, from the committed corpus; needs a C++ compiler.
	fuzz/run $(TARGETS)

lint: ## Formatting, clippy without warnings, licences and sources of dependencies.
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	@cargo deny --version >/dev/null 2>&1 || cargo install --quiet --locked cargo-deny
	cargo deny check bans licenses sources

ci: lint test ## What a change must pass.

proto: ## Write proto/src/generated again from the .proto files.
	cargo run -p codegen
