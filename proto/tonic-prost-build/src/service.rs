//! Turns prost-build's service descriptions into tonic clients and servers.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

const CODEC: &str = "tonic_prost::ProstCodec";

/// Collects tonic code for the services of one package and writes it after the package's messages.
pub(crate) struct Generator {
    client: Option<tonic_build::Attributes>,
    server: Option<tonic_build::Attributes>,
    clients: TokenStream,
    servers: TokenStream,
}

impl Generator {
    /// Clients, servers or both: each only when it has attributes.
    pub(crate) fn new(
        client: Option<tonic_build::Attributes>,
        server: Option<tonic_build::Attributes>,
    ) -> Self {
        Self { client, server, clients: TokenStream::new(), servers: TokenStream::new() }
    }
}

fn code(attributes: &tonic_build::Attributes) -> tonic_build::CodeGenBuilder {
    let mut code = tonic_build::CodeGenBuilder::new();
    code.emit_package(true).build_transport(true).attributes(attributes.clone());
    code
}

impl prost_build::ServiceGenerator for Generator {
    fn generate(&mut self, service: prost_build::Service, _: &mut String) {
        let service = Service::new(service);
        if let Some(attributes) = &self.client {
            self.clients.extend(code(attributes).generate_client(&service, "super"));
        }
        if let Some(attributes) = &self.server {
            self.servers.extend(code(attributes).generate_server(&service, "super"));
        }
    }

    fn finalize(&mut self, buf: &mut String) {
        for tokens in [&mut self.clients, &mut self.servers] {
            let tokens = std::mem::take(tokens);
            if tokens.is_empty() {
                continue;
            }
            match syn::parse2(tokens) {
                Ok(file) => buf.push_str(&prettyplease::unparse(&file)),
                Err(error) => buf.push_str(&format!("compile_error!({:?});", error.to_string())),
            }
        }
    }
}

struct Service {
    inner: prost_build::Service,
    methods: Vec<Method>,
}

impl Service {
    fn new(mut inner: prost_build::Service) -> Self {
        let methods = std::mem::take(&mut inner.methods).into_iter().map(Method).collect();
        Self { inner, methods }
    }
}

impl tonic_build::Service for Service {
    type Comment = String;
    type Method = Method;

    fn name(&self) -> &str {
        &self.inner.name
    }

    fn package(&self) -> &str {
        &self.inner.package
    }

    fn identifier(&self) -> &str {
        &self.inner.proto_name
    }

    fn methods(&self) -> &[Method] {
        &self.methods
    }

    fn comment(&self) -> &[String] {
        &self.inner.comments.leading
    }
}

struct Method(prost_build::Method);

impl tonic_build::Method for Method {
    type Comment = String;

    fn name(&self) -> &str {
        &self.0.name
    }

    fn identifier(&self) -> &str {
        &self.0.proto_name
    }

    fn codec_path(&self) -> &str {
        CODEC
    }

    fn client_streaming(&self) -> bool {
        self.0.client_streaming
    }

    fn server_streaming(&self) -> bool {
        self.0.server_streaming
    }

    fn comment(&self) -> &[String] {
        &self.0.comments.leading
    }

    fn request_response_name(&self, proto_path: &str, _: bool) -> (TokenStream, TokenStream) {
        (type_path(&self.0.input_type, proto_path), type_path(&self.0.output_type, proto_path))
    }
}

/// The path of a message as seen from a generated service module, which is a child of the package's module.
fn type_path(rust_type: &str, proto_path: &str) -> TokenStream {
    let absolute = rust_type.starts_with("::") || rust_type.starts_with("crate::");
    let text = match rust_type {
        "()" => return quote!(()),
        path if absolute => path.to_owned(),
        path => format!("{proto_path}::{path}"),
    };
    match syn::parse_str::<syn::Path>(&text) {
        Ok(path) => path.to_token_stream(),
        Err(error) => error.to_compile_error(),
    }
}
