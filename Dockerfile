# The image that charts/drover names: `docker build -t drover:0.1.0 .`
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --locked --release -p drover --bin drover && cp target/release/drover /drover
# The folder is made here, because the last stage has no shell.
RUN mkdir /data

# Nothing but the C library; the user is the one the chart runs pods as.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /drover /usr/local/bin/drover
COPY --from=build --chown=65532:65532 /data /var/lib/drover
WORKDIR /var/lib/drover
USER 65532:65532
EXPOSE 4320 4321 4322 4330
ENTRYPOINT ["/usr/local/bin/drover"]
