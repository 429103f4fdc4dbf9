//! `drover packages upload`: a file becomes content that agents download.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use proto::control::v1::{UploadPackageContentRequest, UploadPackageContentResponse};
use sha2::{Digest as _, Sha256};

use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, json};
use crate::cli::target::{Api, Target, within};
use crate::config::Env;

const CHUNK_BYTES: usize = 256 << 10;
/// The server ends calls after about as long.
const DEADLINE: Duration = Duration::from_secs(315);

/// Which file.
#[derive(Debug, Args)]
pub struct Upload {
    /// The file.
    file: PathBuf,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Upload {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let api = self.target.connect(env).await?;
        let stored = upload(&api, &self.file).await?;
        match self.form.output {
            Format::Json => json(out, &stored),
            Format::Table => {
                let hash = hex::encode(&stored.content_hash);
                let what = if stored.created { "stored" } else { "was there already:" };
                writeln!(out, "{what} {} bytes as {hash}", stored.size)?;
                Ok(writeln!(out, "agents download {}", stored.download_url)?)
            }
        }
    }
}

/// Stores a file. It is read twice: its hash goes first, so that a file that cannot be read to its end, or changes
/// meanwhile, is refused and not stored under another name.
pub(super) async fn upload(
    api: &Api,
    path: &Path,
) -> Result<UploadPackageContentResponse, Failure> {
    let broken = |error: io::Error| Failure::Usage(format!("{}: {error}", path.display()));
    let mut sha = Sha256::new();
    for chunk in chunks(path).map_err(broken)? {
        sha.update(chunk.map_err(broken)?);
    }
    let content_hash = sha.finalize().to_vec().into();
    let first = UploadPackageContentRequest { content_hash, ..Default::default() };
    // The server sees by the hash when something is missing.
    let rest = chunks(path)
        .map_err(broken)?
        .map_while(Result::ok)
        .map(|chunk| UploadPackageContentRequest { chunk: chunk.into(), ..Default::default() });
    let content = futures::stream::iter(std::iter::once(first).chain(rest));
    let stored = api.packages().upload_package_content(within(content, DEADLINE)).await?;
    Ok(stored.into_inner())
}

/// A file in pieces.
fn chunks(path: &Path) -> io::Result<impl Iterator<Item = io::Result<Vec<u8>>> + Send + use<>> {
    let mut file = File::open(path)?;
    Ok(std::iter::from_fn(move || {
        let mut chunk = Vec::with_capacity(CHUNK_BYTES);
        let read = Read::by_ref(&mut file).take(CHUNK_BYTES as u64).read_to_end(&mut chunk);
        read.map(|bytes| (bytes > 0).then_some(chunk)).transpose()
    }))
}
