//! What nodes say, handed to the sockets it is for.

use std::collections::BTreeSet;
use std::sync::Arc;

use fleet::link::{Claim, SessionKey, ToGateway, ToNode};
use fleet::{Digest, MemberId};
use proto::link::v1::node_frame::Frame;
use tracing::debug;

use super::again::Again;
use super::bodies::Bodies;
use super::chunks::Chunks;
use super::{Broken, Shared};
use crate::gate::Gate;
use crate::handle::{Handle, Mail};
use crate::outbox::Outbox;

/// The reading half of one stream. Never waits.
pub(super) struct Reader<'a> {
    shared: &'a Shared,
    node: MemberId,
    outbox: Arc<Outbox>,
    bodies: Bodies,
    chunks: Chunks,
    again: Again,
}

impl<'a> Reader<'a> {
    pub(super) fn new(shared: &'a Shared, node: MemberId, outbox: Arc<Outbox>) -> Self {
        let (bodies, chunks) = (Bodies::default(), Chunks::default());
        Self { shared, node, outbox, bodies, chunks, again: Again::default() }
    }

    /// Waits until claims that the node did not know yet should be announced again. Cancel-safe.
    pub(super) async fn again(&mut self) -> BTreeSet<Claim> {
        self.again.due().await
    }

    pub(super) fn on_frame(&mut self, frame: Frame) -> Result<(), Broken> {
        let whole = if let Frame::Chunk(chunk) = frame {
            self.chunks.put(&chunk).map_err(Broken::Rules)?
        } else {
            Some(frame)
        };
        let Some(frame) = whole else { return Ok(()) };
        if let Frame::Body(body) = frame {
            let hash = Digest::try_from(&body.hash[..]).map_err(|_| Broken::Rules("bad hash"))?;
            self.bodies.put(hash, body.data);
            return Ok(());
        }
        // A body this stream does not know ends it: on the next one the node sends it again.
        let frame = ToGateway::from_pb(frame, |hash| self.bodies.find(hash))?;
        self.dispatch(frame);
        Ok(())
    }

    fn dispatch(&mut self, frame: ToGateway) {
        match frame {
            ToGateway::AttachAck(key, ..)
            | ToGateway::Close(key, ..)
            | ToGateway::Reattach(key, ..) => {
                self.deliver(key, frame);
            }
            ToGateway::Send(ref send) => {
                let (key, claim, number) = (send.key, send.claim, send.number);
                if !self.deliver(key, frame) {
                    self.outbox.push(ToNode::Dropped(key, claim, number));
                }
            }
            ToGateway::Probe(key, claim) => {
                if !self.deliver(key, frame) {
                    self.outbox.push(ToNode::ProbeResult(key, claim, false));
                }
            }
            ToGateway::Flush(claims) => {
                let flushed = vec![ToNode::Flushed(claims.clone())];
                let gate = Gate::new(Arc::clone(&self.outbox), flushed);
                let claims: Arc<[Claim]> = claims.into();
                for handle in self.sockets(&claims) {
                    handle.push(Mail::Flush(self.node, Arc::clone(&claims), Arc::clone(&gate)));
                }
            }
            ToGateway::Resume(ref claims) => self.spread(&frame, claims),
            ToGateway::NotOwner(claim) => {
                self.shared.metrics.not_owner.inc();
                debug!(shard = %claim.shard, epoch = %claim.epoch, "a node does not know a claim");
                self.spread(&frame, &[claim]);
                self.again.add(claim);
            }
        }
    }

    /// Hands a frame to its socket. Returns whether there is one.
    fn deliver(&self, key: SessionKey, frame: ToGateway) -> bool {
        let handle = self.shared.routes.socket(key.socket);
        handle.map(|handle| handle.push(Mail::Frame(self.node, Box::new(frame)))).is_some()
    }

    fn spread(&self, frame: &ToGateway, claims: &[Claim]) {
        for handle in self.sockets(claims) {
            handle.push(Mail::Frame(self.node, Box::new(frame.clone())));
        }
    }

    fn sockets(&self, claims: &[Claim]) -> Vec<Arc<Handle>> {
        self.shared.routes.sockets_of(claims.iter().map(|claim| claim.shard))
    }
}
