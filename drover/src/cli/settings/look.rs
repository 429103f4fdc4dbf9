//! `drover settings list` and `get`.

use clap::Args;
use proto::control::v1::{
    Assignment, ConnectionSettings, GetConnectionSettingsRequest, ListConnectionSettingsRequest,
    OfferKind,
};
use proto::opamp::v1::{ConnectionSettingsOffers, Headers};
use serde::Serialize;

use crate::cli::assignment;
use crate::cli::failure::Failure;
use crate::cli::output::{Form, Format, Out, ago, json, or_dash, pairs, short_hash, table};
use crate::cli::target::{Api, Target, soon};
use crate::clock::unix_now;
use crate::config::Env;

const KINDS: [OfferKind; 3] =
    [OfferKind::OpampSettings, OfferKind::OwnTelemetry, OfferKind::OtherConnections];

/// Settings and assignments.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

/// Which settings.
#[derive(Debug, Args)]
pub struct Get {
    /// Name of the settings.
    name: String,
    /// Revision of the settings; the newest by default.
    #[arg(long, default_value_t = 0)]
    revision: u64,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    form: Form,
}

#[derive(Serialize)]
struct Listed {
    connection_settings: Vec<ConnectionSettings>,
    assignments: Vec<Assignment>,
}

impl List {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let api = self.target.connect(env).await?;
        let assignments = assignment::all(&api, &KINDS).await?;
        let all = Listed { connection_settings: settings(&api).await?, assignments };
        if self.form.output == Format::Json {
            return json(out, &all);
        }
        let heads = ["SETTINGS", "REVISION", "KIND", "HASH", "AGE", "BY", "COMMENT"];
        let rows = all.connection_settings.iter().map(|settings| {
            [
                settings.name.clone(),
                settings.revision.to_string(),
                kind(settings.kind()).to_owned(),
                short_hash(&settings.hash),
                ago(settings.created.as_ref(), unix_now()),
                or_dash(&settings.actor),
                or_dash(&settings.comment),
            ]
        });
        table(out, heads, rows, "no settings; save some with `drover settings create`")?;
        if all.connection_settings.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        let empty = "no assignments; make one with `drover settings assign`";
        assignment::show(out, &all.assignments, "SETTINGS", empty)
    }
}

async fn settings(api: &Api) -> Result<Vec<ConnectionSettings>, Failure> {
    let (mut all, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListConnectionSettingsRequest { page_size: 0, page_token };
        let page = api.settings().list_connection_settings(soon(request)).await?.into_inner();
        all.extend(page.connection_settings);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(all);
        }
    }
}

/// A kind in words.
pub(super) fn kind(kind: OfferKind) -> &'static str {
    match kind {
        OfferKind::Unspecified => "-",
        OfferKind::RemoteConfig => "remote config",
        OfferKind::Packages => "packages",
        OfferKind::OpampSettings => "opamp",
        OfferKind::OwnTelemetry => "own telemetry",
        OfferKind::OtherConnections => "other connections",
    }
}

impl Get {
    pub(super) async fn run(self, env: &impl Env, out: Out<'_>) -> Result<(), Failure> {
        let mut client = self.target.connect(env).await?.settings();
        let request = GetConnectionSettingsRequest { name: self.name, revision: self.revision };
        let found = client.get_connection_settings(soon(request)).await?.into_inner();
        if self.form.output == Format::Json {
            return json(out, &found);
        }
        let mut rows = vec![
            ["settings".to_owned(), format!("{}@{}", found.name, found.revision)],
            ["kind".to_owned(), kind(found.kind()).to_owned()],
            ["hash".to_owned(), short_hash(&found.hash)],
        ];
        rows.extend(destinations(&found.settings.unwrap_or_default()));
        for certificate in found.certificates {
            let text = format!("{} {}", certificate.fingerprint, certificate.subject);
            rows.push([format!("{} certificate", certificate.connection), text]);
        }
        pairs(out, rows)
    }
}

/// Where connections go, and the names of their headers.
fn destinations(settings: &ConnectionSettingsOffers) -> Vec<[String; 2]> {
    let opamp = settings.opamp.iter().map(|s| ("opamp", &s.destination_endpoint, &s.headers));
    let signals = [
        ("own_metrics", &settings.own_metrics),
        ("own_traces", &settings.own_traces),
        ("own_logs", &settings.own_logs),
    ];
    let signals = signals.into_iter().filter_map(|(name, signal)| {
        signal.as_ref().map(|s| (name, &s.destination_endpoint, &s.headers))
    });
    let others = settings.other_connections.iter();
    let others = others.map(|(name, s)| (name.as_str(), &s.destination_endpoint, &s.headers));
    let rows = opamp.chain(signals).chain(others).flat_map(|(name, endpoint, headers)| {
        [
            [name.to_owned(), or_dash(endpoint)],
            [format!("{name} headers"), or_dash(&names(headers.as_ref()))],
        ]
    });
    let mut rows: Vec<_> = rows.collect();
    if let Some(opamp) = &settings.opamp {
        let text = format!("{} s", opamp.heartbeat_interval_seconds);
        rows.push(["opamp heartbeat".to_owned(), text]);
    }
    rows
}

fn names(headers: Option<&Headers>) -> String {
    let names = headers.into_iter().flat_map(|headers| &headers.headers);
    names.map(|header| header.key.as_str()).collect::<Vec<_>>().join(" ")
}
