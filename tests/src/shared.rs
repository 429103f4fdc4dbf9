//! One server for several tests: whoever needs it first starts it, whoever needs it last ends it.

use std::sync::{Arc, Weak};

use tokio::sync::Mutex;

use crate::Standalone;

/// A server that the tests of one file share.
#[derive(Debug)]
pub struct Shared {
    settings: &'static [(&'static str, &'static str)],
    server: Mutex<Weak<Standalone>>,
}

impl Shared {
    /// Not started yet; with these settings over the defaults.
    pub const fn new(settings: &'static [(&'static str, &'static str)]) -> Self {
        Self { settings, server: Mutex::const_new(Weak::new()) }
    }

    /// The server, for as long as the caller keeps it.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn get(&self) -> anyhow::Result<Arc<Standalone>> {
        let mut server = self.server.lock().await;
        if let Some(running) = server.upgrade() {
            return Ok(running);
        }
        let started = Arc::new(Standalone::start_with(self.settings).await?);
        *server = Arc::downgrade(&started);
        Ok(started)
    }
}
