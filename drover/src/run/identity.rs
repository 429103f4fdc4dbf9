//! What a role presents inside the cluster, and the id of a member.

use anyhow::{Context, Result};
use fleet::{MemberId, Role};
use proto::record::v1::ClusterMeta;
use uuid::Uuid;

use crate::clock::unix_now;
use crate::config::Config;
use crate::internal_tls::Material;
use crate::layout::Layout;
use crate::pki::internal;

/// The internal TLS of a role: from the configured files, or made here when this process is the whole cluster.
pub(super) fn internal_tls(config: &Config, role: Role) -> Result<Material> {
    let identity = match &config.internal_tls {
        Some(tls) => tls.files(role).read().with_context(|| {
            format!("make it with `drover certs internal --role {role} --out DIR`")
        })?,
        None => {
            internal::identity(&Layout::new(&config.data_dir).internal_tls(), role, unix_now())?
        }
    };
    Material::new(&identity).with_context(|| format!("internal TLS of the role {role}"))
}

/// A member id, fresh at every call and ordered by time.
pub(super) fn new_member() -> MemberId {
    MemberId::new(Uuid::now_v7().into_bytes())
}

/// The identity of a cluster that has none yet.
pub(super) fn new_cluster() -> ClusterMeta {
    ClusterMeta {
        schema: 1,
        cluster_id: Uuid::now_v7().into_bytes().to_vec().into(),
        generation: 1,
        shards: fleet::id::SHARDS.into(),
        hash_key: rand::random::<[u8; 16]>().to_vec().into(),
    }
}
