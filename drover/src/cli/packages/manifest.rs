//! A set of packages as a TOML file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use proto::opamp::v1::{DownloadableFile, Header, Headers, PackageAvailable, PackageType};
use serde::Deserialize;

use super::upload::upload;
use crate::cli::failure::Failure;
use crate::cli::target::Api;

pub(super) const HELP: &str = "\
The file has a table per package; all of them are the complete set:

  [packages.otelcol]
  type = \"top-level\"                # or \"addon\"
  version = \"0.150.0\"
  upload = \"otelcol.tar.gz\"         # a file, stored on the way; paths begin where this file is
  signature_file = \"otelcol.sig\"    # or signature = \"BASE64\": reaches agents byte for byte

  [packages.rules]
  type = \"addon\"
  version = \"7\"
  url = \"https://files.example.com/rules.tar.gz\"
  content_hash = \"SHA-256 of that file, 64 hex digits\"   # without url: of content uploaded before
  headers = { Authorization = \"Bearer …\" }               # sent by agents when they download

The OpAMP Supervisor takes one top-level package with the empty name: [packages.\"\"]";

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    packages: BTreeMap<String, Package>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Package {
    r#type: Type,
    version: String,
    upload: Option<PathBuf>,
    url: Option<String>,
    content_hash: Option<String>,
    signature: Option<String>,
    signature_file: Option<PathBuf>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Type {
    TopLevel,
    Addon,
}

impl Manifest {
    /// Reads the file.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
        toml::from_str(&text).map_err(|mut error| {
            // The text around an error may hold a header's value.
            error.set_input(None);
            Failure::Usage(format!("{}: {}", path.display(), error.message()))
        })
    }

    /// The packages as the API takes them. Stores the files that are to be uploaded; `folder` is where paths begin.
    pub(super) async fn packages(
        self,
        api: &Api,
        folder: &Path,
    ) -> Result<BTreeMap<String, PackageAvailable>, Failure> {
        let mut packages = BTreeMap::new();
        for (name, package) in self.packages {
            let refuse = |why: String| Failure::Usage(format!("package '{name}': {why}"));
            let version = package.version.clone();
            let kind = match package.r#type {
                Type::TopLevel => PackageType::TopLevel,
                Type::Addon => PackageType::Addon,
            };
            let mut file = package.file(folder).map_err(refuse)?;
            if let Some(content) = &package.upload {
                file.content_hash = upload(api, &folder.join(content)).await?.content_hash;
            }
            let r#type = kind.into();
            let available =
                PackageAvailable { r#type, version, file: Some(file), ..Default::default() };
            packages.insert(name, available);
        }
        Ok(packages)
    }
}

impl Package {
    /// The file; what is to be uploaded has no hash yet.
    fn file(&self, folder: &Path) -> Result<DownloadableFile, String> {
        let content_hash = match (&self.upload, &self.url, &self.content_hash) {
            (Some(_), None, None) => Vec::new(),
            (None, _, Some(hash)) => {
                hex::decode(hash).map_err(|_| "content_hash is 64 hex digits".to_owned())?
            }
            _ => return Err("give `upload`, or `url` and `content_hash`".to_owned()),
        };
        let signature = match (&self.signature, &self.signature_file) {
            (None, None) => Vec::new(),
            (Some(text), None) => {
                BASE64_STANDARD.decode(text).map_err(|_| "signature is base64".to_owned())?
            }
            (None, Some(path)) => std::fs::read(folder.join(path))
                .map_err(|error| format!("{}: {error}", path.display()))?,
            (Some(_), Some(_)) => return Err("one signature, or none".to_owned()),
        };
        let header =
            |(key, value): (&String, &String)| Header { key: key.clone(), value: value.clone() };
        let headers: Vec<_> = self.headers.iter().map(header).collect();
        Ok(DownloadableFile {
            download_url: self.url.clone().unwrap_or_default(),
            content_hash: content_hash.into(),
            signature: signature.into(),
            headers: (!headers.is_empty()).then_some(Headers { headers }),
        })
    }
}

#[cfg(test)]
mod tests;
