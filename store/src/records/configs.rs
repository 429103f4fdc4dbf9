//! `configs/{name}/{revision}`: immutable revisions that count up from 1 without a gap.

use fleet::Revision;
use prost::Message;
use proto::record::v1::Config;

use super::follow::{Follow, follow};
use super::{Records, Row, Rows, key, row};
use crate::contract::{Guard, Key, Page, Store, StoreError, Txn, Write};

impl<S: Store> Records<S> {
    /// Stores a config as the next revision of its name. Equal in hash to the newest one, that one
    /// is returned instead. A `revision` other than 0 must be the next one.
    ///
    /// # Errors
    /// [`StoreError::Conflict`]: `revision` is not the next one.
    /// [`StoreError::TooLarge`], [`StoreError::Unavailable`]; after the latter the same call is
    /// safe.
    pub async fn create_config(&self, config: Config) -> Result<(Config, Revision), StoreError> {
        loop {
            let newest = self.newest(&config.name).await?;
            if config.revision != 0 && config.revision != newest + 1 {
                return Err(StoreError::Conflict(self.revision().await?));
            }
            if newest > 0
                && let Some(known) = self.get_config(&config.name, Some(newest)).await?
                && known.0.hash == config.hash
            {
                return Ok(known);
            }
            let next = Config { revision: newest + 1, ..config.clone() };
            let value = next.encode_to_vec().into();
            let mut txn = Txn::one(
                Guard::Absent,
                Write::Put(key::config(&config.name, next.revision), value, None),
            );
            if newest > 0 {
                // No gap, even if somebody removed revisions by hand meanwhile.
                txn.guards.push((key::config(&config.name, newest), Guard::Present));
            }
            match self.store.commit(txn).await {
                Ok(revision) => return Ok((next, revision)),
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// One revision of a config, or the newest.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Unavailable`].
    pub async fn get_config(
        &self,
        name: &str,
        revision: Option<u64>,
    ) -> Result<Option<(Config, Revision)>, StoreError> {
        let revision = match revision {
            Some(revision) => revision,
            None => self.newest(name).await?,
        };
        self.read(&key::config(name, revision)).await
    }

    /// The newest revision of every config, by name.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_configs(&self) -> Result<Vec<Row<(String, u64), Config>>, StoreError> {
        let mut found = Vec::new();
        let mut page = Page { limit: 1, ..Page::default() };
        loop {
            let listing = self.store.list(&Key::from(key::CONFIGS), page.clone()).await?;
            let Some(first) = listing.items.first() else { return Ok(found) };
            let Some((name, _)) = key::parse_config(&first.key.0) else {
                page.after = Some(first.key.clone());
                continue;
            };
            let newest = key::config(&name, self.newest(&name).await?);
            if let Some(item) = self.store.get(&newest).await? {
                found.extend(row(&item, key::parse_config));
            }
            page.after = Some(key::after_config(&name));
        }
    }

    /// The revisions of one config, oldest first, `limit` 0 meaning 1,000, after revision `after`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_config_revisions(
        &self,
        name: &str,
        after: u64,
        limit: usize,
    ) -> Result<Rows<(String, u64), Config>, StoreError> {
        let start = key::config(name, after);
        let prefix = start.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        let prefix = Key::from(format!("{prefix}/"));
        self.page(&prefix, Page { after: Some(start), limit, at: None }, key::parse_config).await
    }

    /// Follows every revision of every config.
    pub fn follow_configs(&self) -> Follow<(String, u64), Config> {
        follow(self.store.clone(), Key::from(key::CONFIGS), key::parse_config)
    }

    /// The number of the newest revision, 0 without one. Revisions have no gap, so existence is
    /// enough: doubling, then halving, without reading a body.
    async fn newest(&self, name: &str) -> Result<u64, StoreError> {
        let mut missing = 1;
        while self.config_exists(name, missing).await? {
            missing *= 2;
        }
        let mut there = missing / 2;
        while missing - there > 1 {
            let middle = there + (missing - there) / 2;
            if self.config_exists(name, middle).await? {
                there = middle;
            } else {
                missing = middle;
            }
        }
        Ok(there)
    }

    async fn config_exists(&self, name: &str, revision: u64) -> Result<bool, StoreError> {
        let guards = vec![(key::config(name, revision), Guard::Present)];
        match self.store.commit(Txn { guards, writes: Vec::new() }).await {
            Ok(_) => Ok(true),
            Err(StoreError::Conflict(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
