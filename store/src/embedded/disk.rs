//! The file: tables, snapshots, and what happens when it is opened.

use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fleet::Revision;
use redb::{
    Database, DatabaseError, ReadableDatabase, ReadableTable, StorageError, TableDefinition,
};

use super::{OpenError, copied};
use crate::contract::{Key, Listing, Page, StoreError, Versioned};

/// Key -> (revision of its last write, its lease or 0, value).
pub(super) const VALUES: TableDefinition<'_, &str, (u64, i64, &[u8])> =
    TableDefinition::new("values");
/// (lease, key) of every leased key, so that ending a lease finds its keys.
pub(super) const LEASED: TableDefinition<'_, (i64, &str), ()> = TableDefinition::new("leased");
/// `revision`: the last one given; `layout`: the version of these tables.
pub(super) const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");

/// The version of the tables above.
const LAYOUT: u64 = 1;

/// How long a directory may stay in use by somebody who is going.
const LOCK_WAIT: Duration = Duration::from_secs(1);

/// Items of a page when the caller names no limit.
const PAGE_ITEMS: usize = 1000;

/// An open file.
#[derive(Clone)]
pub(super) struct Disk {
    pub(super) db: Arc<Database>,
}

/// What the database said, as the caller of the store sees it.
pub(super) fn failed(error: impl Into<redb::Error>) -> StoreError {
    StoreError::Unavailable(format!("the store's file: {}", error.into()))
}

/// Opens or creates the file. One that is in use may be about to be let go, by a process that is
/// being replaced or by a handle just dropped.
fn create(dir: &Path, cache_bytes: usize) -> Result<Database, DatabaseError> {
    let start = std::time::Instant::now();
    loop {
        let db = Database::builder().set_cache_size(cache_bytes).create(dir.join("store.redb"));
        match db {
            Err(DatabaseError::DatabaseAlreadyOpen) if start.elapsed() < LOCK_WAIT => {
                std::thread::sleep(LOCK_WAIT / 50);
            }
            db => return db,
        }
    }
}

impl Disk {
    /// Opens or creates the file, ends every lease, and returns the revision it is at.
    pub(super) fn open(dir: &Path, cache_bytes: usize) -> Result<(Self, Revision), OpenError> {
        let io = |source| OpenError::Io { dir: dir.to_owned(), source };
        let damaged = |why: String| OpenError::Damaged { dir: dir.to_owned(), why };
        std::fs::create_dir_all(dir).map_err(io)?;
        let db = match create(dir, cache_bytes) {
            Ok(db) => db,
            Err(DatabaseError::DatabaseAlreadyOpen) => {
                return Err(OpenError::Locked { dir: dir.to_owned() });
            }
            Err(DatabaseError::Storage(StorageError::Io(source))) => return Err(io(source)),
            Err(error) => return Err(damaged(error.to_string())),
        };
        let disk = Self { db: Arc::new(db) };
        let revision = disk.prepare().map_err(|error| damaged(error.to_string()))?;
        let layout = disk.meta("layout").map_err(|error| damaged(error.to_string()))?;
        if layout != LAYOUT {
            return Err(damaged(format!(
                "it has layout {layout} and this version reads {LAYOUT}: use a newer version"
            )));
        }
        Ok((disk, revision))
    }

    /// Makes the tables on first use and deletes the keys of leases that a previous process held.
    fn prepare(&self) -> Result<Revision, redb::Error> {
        let txn = self.db.begin_write()?;
        let mut revision;
        {
            let mut values = txn.open_table(VALUES)?;
            let mut leased = txn.open_table(LEASED)?;
            let mut meta = txn.open_table(META)?;
            if meta.get("layout")?.is_none() {
                meta.insert("layout", LAYOUT)?;
            }
            revision = meta.get("revision")?.map_or(0, |value| value.value());
            let mut orphans = Vec::new();
            for entry in leased.iter()? {
                let (key, _) = entry?;
                let (lease, name) = key.value();
                orphans.push((lease, name.to_owned()));
            }
            if !orphans.is_empty() || revision == 0 {
                revision += 1;
                meta.insert("revision", revision)?;
            }
            for (lease, name) in &orphans {
                leased.remove((*lease, name.as_str()))?;
                values.remove(name.as_str())?;
            }
        }
        txn.commit()?;
        Ok(Revision(revision))
    }

    fn meta(&self, name: &str) -> Result<u64, redb::Error> {
        let meta = self.db.begin_read()?.open_table(META)?;
        Ok(meta.get(name)?.map_or(0, |value| value.value()))
    }

    /// One key now.
    pub(super) fn get(&self, key: &Key) -> Result<Option<Versioned>, StoreError> {
        let read = || -> Result<_, redb::Error> {
            let values = self.db.begin_read()?.open_table(VALUES)?;
            let found = values.get(&*key.0)?.map(|entry| {
                let (revision, _, value) = entry.value();
                Versioned { key: key.clone(), value: copied(value), revision: Revision(revision) }
            });
            Ok(found)
        };
        read().map_err(failed)
    }

    /// One page of one snapshot.
    pub(super) fn list(&self, prefix: &Key, page: &Page) -> Result<Listing, StoreError> {
        let limit = if page.limit == 0 { PAGE_ITEMS } else { page.limit };
        let read = || -> Result<_, redb::Error> {
            let txn = self.db.begin_read()?;
            let meta = txn.open_table(META)?;
            let revision = Revision(meta.get("revision")?.map_or(0, |value| value.value()));
            let values = txn.open_table(VALUES)?;
            let start = match &page.after {
                Some(after) if after >= prefix => Bound::Excluded(&*after.0),
                Some(_) | None => Bound::Included(&*prefix.0),
            };
            let mut items = Vec::new();
            for entry in values.range::<&str>((start, Bound::Unbounded))? {
                let (key, value) = entry?;
                if !key.value().starts_with(&*prefix.0) {
                    break;
                }
                if items.len() == limit {
                    return Ok(Listing { items, more: true, revision });
                }
                let (revision, _, bytes) = value.value();
                items.push(Versioned {
                    key: Key::from(key.value()),
                    value: copied(bytes),
                    revision: Revision(revision),
                });
            }
            Ok(Listing { items, more: false, revision })
        };
        read().map_err(failed)
    }
}
