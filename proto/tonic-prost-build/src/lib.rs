//! The part of tonic-prost-build's interface that build scripts in our graph use, compiled with protox.
//!
//! The published crate shells out to `protoc`, so building etcd-client needs protoc and its includes on
//! every machine. This one parses `.proto` files in Rust. It is used through `[patch.crates-io]` and by
//! `proto/codegen`. It must never read anything but the files it is given.

use std::io;
use std::path::{Path, PathBuf};

mod service;

/// Starts a builder with servers and clients on.
pub fn configure() -> Builder {
    Builder {
        config: prost_build::Config::new(),
        server: true,
        client: true,
        client_attributes: tonic_build::Attributes::default(),
        server_attributes: tonic_build::Attributes::default(),
    }
}

/// Which code to make from which `.proto` files.
#[derive(Debug)]
pub struct Builder {
    config: prost_build::Config,
    server: bool,
    client: bool,
    client_attributes: tonic_build::Attributes,
    server_attributes: tonic_build::Attributes,
}

impl Builder {
    /// Whether to generate server traits.
    pub fn build_server(mut self, enable: bool) -> Self {
        self.server = enable;
        self
    }

    /// Whether to generate clients.
    pub fn build_client(mut self, enable: bool) -> Self {
        self.client = enable;
        self
    }

    /// Puts an attribute on every generated client module of the given package.
    pub fn client_mod_attribute(mut self, path: &str, attribute: &str) -> Self {
        self.client_attributes.push_mod(path, attribute);
        self
    }

    /// Puts an attribute on every generated server module of the given package.
    pub fn server_mod_attribute(mut self, path: &str, attribute: &str) -> Self {
        self.server_attributes.push_mod(path, attribute);
        self
    }

    /// Changes the message code generator's settings.
    pub fn with_config(mut self, change: impl FnOnce(&mut prost_build::Config)) -> Self {
        change(&mut self.config);
        self
    }

    /// Compiles files below the include folders into `OUT_DIR` (or the folder set by `with_config`).
    ///
    /// # Errors
    /// Whatever the parser or the file system says, as an [`io::Error`].
    pub fn compile_protos(
        self,
        protos: &[impl AsRef<Path>],
        includes: &[impl AsRef<Path>],
    ) -> io::Result<()> {
        let protos: Vec<PathBuf> = protos.iter().map(|p| p.as_ref().to_owned()).collect();
        let includes: Vec<PathBuf> = includes.iter().map(|p| p.as_ref().to_owned()).collect();
        let files = protox::compile(protos, includes).map_err(io::Error::other)?;
        self.compile_fds(files)
    }

    /// Compiles an already parsed set of files.
    ///
    /// # Errors
    /// As for [`Builder::compile_protos`].
    pub fn compile_fds(mut self, files: prost_types::FileDescriptorSet) -> io::Result<()> {
        let generator = service::Generator::new(
            self.client.then_some(self.client_attributes),
            self.server.then_some(self.server_attributes),
        );
        self.config.service_generator(Box::new(generator));
        self.config.compile_fds(files)
    }
}
