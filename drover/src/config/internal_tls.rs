//! `[internal_tls]`: certificates between processes of the cluster.

use std::path::PathBuf;

use fleet::Role;
use serde::{Deserialize, Serialize};

use crate::pki::internal::RoleFiles;

/// Where internal certificates are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Keys", into = "Keys")]
pub enum InternalTls {
    /// A folder with `ca.pem` and `<role>.pem`, `<role>.key` for each role: what `drover certs internal` writes.
    Folder(PathBuf),
    /// Three files, for a process of one role.
    Files(RoleFiles),
}

impl InternalTls {
    /// The files of a role.
    pub fn files(&self, role: Role) -> RoleFiles {
        match self {
            Self::Folder(folder) => RoleFiles::in_folder(folder, role),
            Self::Files(files) => files.clone(),
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    #[serde(skip_serializing_if = "Option::is_none")]
    dir: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ca: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cert: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<PathBuf>,
}

impl TryFrom<Keys> for InternalTls {
    type Error = &'static str;

    fn try_from(keys: Keys) -> Result<Self, Self::Error> {
        match keys {
            Keys { dir: Some(dir), ca: None, cert: None, key: None } => Ok(Self::Folder(dir)),
            Keys { dir: None, ca: Some(ca), cert: Some(cert), key: Some(key) } => {
                Ok(Self::Files(RoleFiles { ca, cert, key }))
            }
            Keys { .. } => Err("internal_tls takes either `dir`, or `ca`, `cert` and `key`"),
        }
    }
}

impl From<InternalTls> for Keys {
    fn from(tls: InternalTls) -> Self {
        match tls {
            InternalTls::Folder(dir) => Self { dir: Some(dir), ca: None, cert: None, key: None },
            InternalTls::Files(RoleFiles { ca, cert, key }) => {
                Self { dir: None, ca: Some(ca), cert: Some(cert), key: Some(key) }
            }
        }
    }
}
