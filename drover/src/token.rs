//! The admin token: made once, readable by its owner alone, found by the command line by itself.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::config::Secret;
use crate::pki::files::{self, Readers};

const TOKEN_BYTES: usize = 32;

/// Where the token of a data folder is.
pub fn path(data_dir: &Path) -> PathBuf {
    data_dir.join("admin.token")
}

/// The token of a data folder, made if there is none.
///
/// # Errors
/// The file cannot be read or written, or is empty.
pub fn ensure_at(data_dir: &Path) -> Result<Secret> {
    let path = path(data_dir);
    if path.exists() {
        return read(&path);
    }
    let token = URL_SAFE_NO_PAD.encode(rand::random::<[u8; TOKEN_BYTES]>());
    files::write(&path, format!("{token}\n").as_bytes(), Readers::Owner)?;
    Ok(Secret::new(token))
}

/// A token or a password from a file, without the line end.
///
/// # Errors
/// The file cannot be read, or is empty.
pub fn read(path: &Path) -> Result<Secret> {
    let text = files::read(path)?;
    let token = text.trim();
    ensure!(!token.is_empty(), "{} is empty: write the secret into it", path.display());
    Ok(Secret::new(token.to_owned()))
}

#[cfg(test)]
mod tests;
