//! Everything the cluster keeps: a narrow [`Store`] with two backends, and the typed records on top
//! of it.
//!
//! Only this crate knows keys and stored bytes, and only `etcd.rs` names etcd. It must never decide
//! anything about agents or owners: it keeps what it is given, or refuses with a reason the caller
//! can act on.

mod backend;
mod contract;
mod embedded;
mod etcd;
pub mod records;

pub use backend::Backend;
pub use contract::{
    Event, Guard, Key, LeaseId, Listing, Page, Store, StoreError, TXN_BYTES_MAX, TXN_OPS_MAX, Txn,
    Versioned, Watch, Write,
};
pub use embedded::{Embedded, OpenError, Options};
pub use etcd::{ConnectError, Etcd, EtcdConfig, EtcdTls};
pub use records::{Change, Follow, Records, Revised, Row, Rows};
