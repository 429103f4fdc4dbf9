//! `configs/`, `packages/`, `settings/` and below them `{name}/{revision}`: immutable revisions that
//! count up from 1 without a gap.

use fleet::Revision;
use prost::Message;
use proto::record::v1::{Config, PackageSet, Settings};

use super::follow::{Follow, follow};
use super::{Records, Row, Rows, key, row};
use crate::contract::{Guard, Key, Page, Store, StoreError, Txn, Write};

/// What is kept in revisions.
pub trait Revised: Message + Default + Clone + 'static {
    /// The keys of this kind start with it.
    const FOLDER: &'static str;
    /// The name its revisions share.
    fn name(&self) -> &str;
    /// Counts from 1; 0 lets [`Records::create_revision`] choose.
    fn revision(&self) -> u64;
    /// The same content as this revision.
    fn at(self, revision: u64) -> Self;
    /// Whether this says the same as a stored revision.
    fn equals(&self, stored: &Self) -> bool;
}

impl Revised for Config {
    const FOLDER: &'static str = key::CONFIGS;

    fn name(&self) -> &str {
        &self.name
    }

    fn revision(&self) -> u64 {
        self.revision
    }

    fn at(self, revision: u64) -> Self {
        Self { revision, ..self }
    }

    fn equals(&self, stored: &Self) -> bool {
        self.hash == stored.hash
    }
}

impl Revised for PackageSet {
    const FOLDER: &'static str = key::PACKAGES;

    fn name(&self) -> &str {
        &self.name
    }

    fn revision(&self) -> u64 {
        self.revision
    }

    fn at(self, revision: u64) -> Self {
        Self { revision, ..self }
    }

    fn equals(&self, stored: &Self) -> bool {
        let hash = |set: &Self| set.packages.as_ref().map(|p| p.all_packages_hash.clone());
        hash(self) == hash(stored)
    }
}

impl Revised for Settings {
    const FOLDER: &'static str = key::SETTINGS;

    fn name(&self) -> &str {
        &self.name
    }

    fn revision(&self) -> u64 {
        self.revision
    }

    fn at(self, revision: u64) -> Self {
        Self { revision, ..self }
    }

    fn equals(&self, stored: &Self) -> bool {
        (self.kind, &self.hash) == (stored.kind, &stored.hash)
    }
}

impl<S: Store> Records<S> {
    /// Stores this as the next revision of its name. If the newest one says the same, that one is
    /// returned instead. A revision other than 0 must be the next one.
    ///
    /// # Errors
    /// [`StoreError::Conflict`]: its revision is not the next one.
    /// [`StoreError::TooLarge`], [`StoreError::Unavailable`]; after the latter the same call is
    /// safe.
    pub async fn create_revision<R: Revised>(&self, new: R) -> Result<(R, Revision), StoreError> {
        loop {
            let newest = self.newest::<R>(new.name()).await?;
            if new.revision() != 0 && new.revision() != newest + 1 {
                return Err(StoreError::Conflict(self.revision().await?));
            }
            if newest > 0
                && let Some(known) = self.get_revision::<R>(new.name(), Some(newest)).await?
                && new.equals(&known.0)
            {
                return Ok(known);
            }
            let next = new.clone().at(newest + 1);
            let value = next.encode_to_vec().into();
            let mut txn = Txn::one(
                Guard::Absent,
                Write::Put(key::revision::<R>(next.name(), next.revision()), value, None),
            );
            if newest > 0 {
                // No gap, even if somebody removed revisions by hand meanwhile.
                txn.guards.push((key::revision::<R>(new.name(), newest), Guard::Present));
            }
            match self.store.commit(txn).await {
                Ok(revision) => return Ok((next, revision)),
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// One revision by name, or the newest.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Unavailable`].
    pub async fn get_revision<R: Revised>(
        &self,
        name: &str,
        revision: Option<u64>,
    ) -> Result<Option<(R, Revision)>, StoreError> {
        let revision = match revision {
            Some(revision) => revision,
            None => self.newest::<R>(name).await?,
        };
        self.read(&key::revision::<R>(name, revision)).await
    }

    /// The newest revision of every name of this kind, by name.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_newest<R: Revised>(&self) -> Result<Vec<Row<(String, u64), R>>, StoreError> {
        let mut found = Vec::new();
        let mut page = Page { limit: 1, ..Page::default() };
        loop {
            let listing = self.store.list(&Key::from(R::FOLDER), page.clone()).await?;
            let Some(first) = listing.items.first() else { return Ok(found) };
            let Some((name, _)) = key::parse_revision::<R>(&first.key.0) else {
                page.after = Some(first.key.clone());
                continue;
            };
            let newest = key::revision::<R>(&name, self.newest::<R>(&name).await?);
            if let Some(item) = self.store.get(&newest).await? {
                found.extend(row(&item, key::parse_revision::<R>));
            }
            page.after = Some(key::after_revisions::<R>(&name));
        }
    }

    /// The revisions of one name, oldest first, `limit` 0 meaning 1,000, after revision `after`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn list_revisions<R: Revised>(
        &self,
        name: &str,
        after: u64,
        limit: usize,
    ) -> Result<Rows<(String, u64), R>, StoreError> {
        let start = key::revision::<R>(name, after);
        let prefix = start.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        let prefix = Key::from(format!("{prefix}/"));
        let page = Page { after: Some(start), limit, at: None };
        self.page(&prefix, page, key::parse_revision::<R>).await
    }

    /// Follows every revision of this kind.
    pub fn follow_revisions<R: Revised>(&self) -> Follow<(String, u64), R> {
        follow(self.store.clone(), Key::from(R::FOLDER), key::parse_revision::<R>)
    }

    /// The number of the newest revision, 0 without one. Revisions have no gap, so existence is
    /// enough: doubling, then halving, without reading a body.
    async fn newest<R: Revised>(&self, name: &str) -> Result<u64, StoreError> {
        let mut missing = 1;
        while self.revision_exists::<R>(name, missing).await? {
            missing *= 2;
        }
        let mut there = missing / 2;
        while missing - there > 1 {
            let middle = there + (missing - there) / 2;
            if self.revision_exists::<R>(name, middle).await? {
                there = middle;
            } else {
                missing = middle;
            }
        }
        Ok(there)
    }

    async fn revision_exists<R: Revised>(
        &self,
        name: &str,
        revision: u64,
    ) -> Result<bool, StoreError> {
        let guards = vec![(key::revision::<R>(name, revision), Guard::Present)];
        match self.store.commit(Txn { guards, writes: Vec::new() }).await {
            Ok(_) => Ok(true),
            Err(StoreError::Conflict(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
