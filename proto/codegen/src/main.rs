//! Writes `proto/src/generated` from the `.proto` files: messages, tonic services, proto3 JSON and the descriptor
//! set that the control API serves for reflection. Run it with `make proto`; a test fails when it was forgotten.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use prost::Message;

const FILES: [&str; 13] = [
    "opamp/v1/anyvalue.proto",
    "opamp/v1/opamp.proto",
    "record/v1/record.proto",
    "link/v1/link.proto",
    "route/v1/route.proto",
    "control/v1/agent.proto",
    "control/v1/remote_config.proto",
    "control/v1/command.proto",
    "control/v1/package.proto",
    "control/v1/connection_settings.proto",
    "control/v1/cluster.proto",
    "control/v1/custom_message.proto",
    "control/v1/certificate.proto",
];
/// Packages whose messages also speak canonical proto3 JSON: the public API and what it carries.
const JSON: [&str; 2] = [".opamp.proto.v1", ".drover.control.v1"];
/// The file name of the public API's descriptor set.
const DESCRIPTORS: &str = "control.bin";

fn main() -> Result<()> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").context("run it with cargo run")?;
    let proto = Path::new(&here).parent().context("codegen lives in proto/")?;
    let out = match std::env::args_os().nth(1) {
        Some(folder) => PathBuf::from(folder),
        None => proto.join("src/generated"),
    };
    std::fs::create_dir_all(&out)?;
    let files = protox::compile(FILES, [proto])?;
    let public = protox::compile(FILES.iter().filter(|f| f.starts_with("control/")), [proto])?;
    std::fs::write(out.join(DESCRIPTORS), public.encode_to_vec())?;

    pbjson_build::Builder::new()
        .register_descriptors(&files.encode_to_vec())?
        .btree_map(["."])
        .ignore_unknown_fields()
        .out_dir(&out)
        .build(&JSON)?;
    tonic_prost_build::configure()
        .client_mod_attribute(".", "#[cfg(feature = \"grpc\")]")
        .server_mod_attribute(".", "#[cfg(feature = \"grpc\")]")
        .with_config(|config| {
            config.out_dir(&out).btree_map(["."]).bytes(["."]);
            config.compile_well_known_types().extern_path(".google.protobuf", "::pbjson_types");
        })
        .compile_fds(files)?;
    Ok(())
}
