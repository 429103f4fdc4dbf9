//! `drover config effective`: the bytes an agent reported, as they are, so that their hash can be compared.

use std::collections::BTreeMap;

use clap::Args;
use fleet::AgentId;
use proto::control::v1::GetEffectiveConfigRequest;
use proto::opamp::v1::AgentConfigFile;

use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, json};
use crate::cli::target::{Target, soon};
use crate::config::Env;

/// Whose, and which file.
#[derive(Debug, Args)]
pub struct Effective {
    /// The agent's instance uid.
    uid: AgentId,
    /// Which file, when the agent reported several.
    #[arg(long, value_name = "NAME")]
    file: Option<String>,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

impl Effective {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.configs();
        let request =
            GetEffectiveConfigRequest { instance_uid: self.uid.to_string(), min_revision: 0 };
        let answer = client.get_effective_config(soon(request)).await?.into_inner();
        if self.form.output == Format::Json {
            return json(out, &answer);
        }
        let map = answer.effective_config.unwrap_or_default().config_map.unwrap_or_default();
        let body = choose(&map.config_map, self.file.as_deref())?;
        out.write_all(&body.body)?;
        Ok(out.flush()?)
    }
}

/// The file with this name, or the only one.
pub(super) fn choose<'a>(
    files: &'a BTreeMap<String, AgentConfigFile>,
    name: Option<&str>,
) -> Result<&'a AgentConfigFile, Failure> {
    let names = || files.keys().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
    match name {
        Some(name) => files.get(name).ok_or_else(|| {
            Failure::Usage(format!("the agent reported no file {name:?}; it reported {}", names()))
        }),
        None => match files.len() {
            0 => Err(Failure::Refused("the agent reported no effective config yet".to_owned())),
            1 => files.values().next().ok_or_else(|| Failure::Refused("no file".to_owned())),
            _ => Err(Failure::Usage(format!("choose one with --file: {}", names()))),
        },
    }
}

#[cfg(test)]
mod tests;
