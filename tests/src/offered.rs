//! An agent made by hand that is offered things, on a WebSocket or by polling, and everything it was told.

use std::time::Duration;

use anyhow::{Context, bail};
use fleet::AgentId;
use proto::opamp::v1::{AgentToServer, ServerToAgent};
use tokio::time::{Instant, sleep};

use crate::process::until;
use crate::wire::{PATIENCE, first, fresh_uid};
use crate::{Standalone, Wire};

/// How it talks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// It can be pushed to.
    WebSocket,
    /// It asks; between two questions it waits a moment.
    Polling,
}

impl By {
    /// Both ways.
    pub const BOTH: [Self; 2] = [Self::WebSocket, Self::Polling];
}

/// The agent.
#[derive(Debug)]
pub struct Hand {
    /// Who it is.
    pub uid: AgentId,
    /// Its capability bits in every message from now on.
    pub capabilities: u64,
    /// Everything it was told, in order.
    pub heard: Vec<ServerToAgent>,
    by: By,
    wire: Wire,
    sequence_num: u64,
    /// What was heard before has been looked at by [`Hand::hears`].
    looked: usize,
}

impl Hand {
    /// Connects a new agent that has not said anything.
    ///
    /// # Errors
    /// When there is no connection.
    pub async fn new(server: &Standalone, by: By, capabilities: u64) -> anyhow::Result<Self> {
        let wire = connect(server, by).await?;
        let (uid, heard) = (fresh_uid()?, Vec::new());
        Ok(Self { uid, capabilities, heard, by, wire, sequence_num: 0, looked: 0 })
    }

    /// The same after its first full report, whose answer it has heard, as soon as operators can name it.
    ///
    /// # Errors
    /// When there is no connection or no answer.
    pub async fn known(server: &Standalone, by: By, capabilities: u64) -> anyhow::Result<Self> {
        let mut hand = Self::new(server, by, capabilities).await?;
        hand.report(AgentToServer::default()).await?;
        hand.until_known(server).await?;
        Ok(hand)
    }

    /// Waits until the control API has heard of it.
    ///
    /// # Errors
    /// When it has not in time.
    pub async fn until_known(&self, server: &Standalone) -> anyhow::Result<()> {
        let api = server.control()?;
        until("operators can name it", PATIENCE, async || api.agent(self.uid).await.is_ok()).await
    }

    /// Connects again; what it knows stays.
    ///
    /// # Errors
    /// When there is no connection.
    pub async fn reconnect(&mut self, server: &Standalone) -> anyhow::Result<()> {
        self.wire = connect(server, self.by).await?;
        Ok(())
    }

    /// A selector for this agent alone.
    pub fn selector(&self) -> String {
        format!("claim.service.instance.id={}", self.uid)
    }

    /// Says this: uid, sequence number and capabilities are added. On a WebSocket answers are not waited for.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn say(&mut self, message: AgentToServer) -> anyhow::Result<()> {
        self.sequence_num += 1;
        let message = AgentToServer {
            instance_uid: self.uid.to_bytes(),
            sequence_num: self.sequence_num,
            capabilities: self.capabilities,
            ..message
        };
        match self.by {
            By::WebSocket => self.wire.send_message(&message).await,
            By::Polling => {
                self.heard.push(self.wire.post(&message).await?.1);
                Ok(())
            }
        }
    }

    /// Says this and hears the next message. To one that has been silent that is the answer.
    ///
    /// # Errors
    /// When none comes.
    pub async fn ask(&mut self, message: AgentToServer) -> anyhow::Result<ServerToAgent> {
        self.say(message).await?;
        if self.by == By::WebSocket {
            self.heard.push(self.wire.recv().await?);
        }
        self.looked = self.heard.len();
        self.heard.last().cloned().context("an answer")
    }

    /// Its full first report with these parts added; gives the answer.
    ///
    /// # Errors
    /// When none comes.
    pub async fn report(&mut self, parts: AgentToServer) -> anyhow::Result<ServerToAgent> {
        let full = first(self.uid);
        self.ask(AgentToServer {
            agent_description: full.agent_description,
            health: full.health,
            effective_config: parts.effective_config.or(full.effective_config),
            remote_config_status: parts.remote_config_status.or(full.remote_config_status),
            ..parts
        })
        .await
    }

    /// The next message that this finds something in. One that polls says nothing meanwhile; one on a WebSocket only
    /// listens.
    ///
    /// # Errors
    /// When none comes in time.
    pub async fn hears<T>(
        &mut self,
        what: &str,
        wanted: impl Fn(&ServerToAgent) -> Option<T>,
    ) -> anyhow::Result<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            while let Some(message) = self.heard.get(self.looked) {
                self.looked += 1;
                if let Some(found) = wanted(message) {
                    return Ok(found);
                }
            }
            if Instant::now() > deadline {
                bail!("{what} is not heard; heard {:?}", self.heard);
            }
            match self.by {
                By::WebSocket => {
                    let message = self.wire.recv().await;
                    self.heard.push(message.with_context(|| format!("{what} is not heard"))?);
                }
                By::Polling => {
                    sleep(Duration::from_millis(20)).await;
                    self.say(AgentToServer::default()).await?;
                }
            }
        }
    }

    /// How many of the messages so far this finds something in.
    pub fn count(&self, wanted: impl Fn(&ServerToAgent) -> bool) -> usize {
        self.heard.iter().filter(|message| wanted(message)).count()
    }
}

async fn connect(server: &Standalone, by: By) -> anyhow::Result<Wire> {
    match by {
        By::WebSocket => Wire::websocket(server).await,
        By::Polling => Wire::connect(server).await,
    }
}
