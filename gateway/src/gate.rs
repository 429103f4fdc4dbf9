//! "Everybody has done it": frames that go out when the last holder lets go.

use std::sync::Arc;

use fleet::link::ToNode;

use crate::outbox::Outbox;

/// Sends its frames on one link when the last reference is dropped, whether its holders did what was asked or ended.
#[derive(Debug)]
pub(crate) struct Gate {
    outbox: Arc<Outbox>,
    frames: Vec<ToNode>,
}

impl Gate {
    /// A gate that will send these frames.
    pub(crate) fn new(outbox: Arc<Outbox>, frames: Vec<ToNode>) -> Arc<Self> {
        Arc::new(Self { outbox, frames })
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        for frame in self.frames.drain(..) {
            self.outbox.push(frame);
        }
    }
}
