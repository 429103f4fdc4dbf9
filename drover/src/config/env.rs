//! Environment variables: the only place that reads them.
//!
//! A variable with a double underscore is a configuration key: `DROVER_GATEWAY__LISTEN` is `gateway.listen`. Variables
//! without one (`DROVER_TOKEN`, or what Kubernetes injects for services, `DROVER_GATEWAY_PORT`) are no keys.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where variables come from. Tests hand in a map.
pub trait Env {
    /// Every variable, in order of name.
    fn all(&self) -> BTreeMap<String, String>;

    /// One variable; an empty one counts as absent.
    fn get(&self, name: &str) -> Option<String> {
        self.all().remove(name).filter(|value| !value.is_empty())
    }
}

/// This process's environment. Variables that are not UTF-8 are skipped.
#[derive(Debug, Clone, Copy, Default)]
pub struct Process;

impl Env for Process {
    fn all(&self) -> BTreeMap<String, String> {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }
}

impl Env for BTreeMap<String, String> {
    fn all(&self) -> BTreeMap<String, String> {
        self.clone()
    }
}

/// The data folder of whoever starts or calls `drover` on this machine: the flag, else the variable, else the default.
pub fn data_dir(flag: Option<&Path>, env: &impl Env) -> PathBuf {
    let variable = || env.get("DROVER_DATA_DIR").map(PathBuf::from);
    flag.map(Path::to_owned).or_else(variable).unwrap_or_else(|| super::DATA_DIR.into())
}

/// A variable that sets a configuration key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Override {
    pub(super) name: String,
    /// The key, from the root.
    pub(super) path: Vec<String>,
    pub(super) value: String,
}

pub(super) fn overrides(env: &impl Env) -> Vec<Override> {
    env.all()
        .into_iter()
        .filter_map(|(name, value)| {
            let key = name.strip_prefix("DROVER_")?;
            let path: Vec<String> = key.split("__").map(str::to_ascii_lowercase).collect();
            let is_key = (path.len() > 1 && path.iter().all(|part| !part.is_empty()))
                || name == "DROVER_DATA_DIR";
            is_key.then_some(Override { path, value, name })
        })
        .collect()
}
