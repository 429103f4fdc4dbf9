//! One child process and what it says.

use std::collections::VecDeque;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::{Instant, sleep, timeout_at};

use crate::ports::Ports;

/// Lines kept for the error text when a wait fails.
const RECENT_MAX: usize = 40;

/// A running program. It is killed when this is dropped, so no process outlives its test.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
    recent: VecDeque<String>,
}

impl Process {
    /// Starts it with piped stdin and stdout; stderr goes where the test's goes.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn start(name: &str, mut command: Command) -> anyhow::Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().with_context(|| format!("cannot start {name}"))?;
        let output = child.stdout.take().context("stdout is piped")?;
        let input = child.stdin.take();
        let output = BufReader::new(output).lines();
        Ok(Self { name: name.to_owned(), child, input, output, recent: VecDeque::new() })
    }

    /// Reads stdout until a line for which `wanted` gives something.
    ///
    /// # Errors
    /// When the deadline passes or the output ends first; the error quotes the newest lines.
    pub async fn line<T>(
        &mut self,
        within: Duration,
        mut wanted: impl FnMut(&str) -> Option<T>,
    ) -> anyhow::Result<T> {
        let deadline = Instant::now() + within;
        loop {
            let Ok(line) = timeout_at(deadline, self.output.next_line()).await else {
                bail!("{}: no such line within {within:?}; newest: {:#?}", self.name, self.recent);
            };
            let Some(line) = line? else {
                bail!("{}: its output ended; newest: {:#?}", self.name, self.recent);
            };
            let found = wanted(&line);
            if self.recent.len() == RECENT_MAX {
                self.recent.pop_front();
            }
            self.recent.push_back(line);
            if let Some(found) = found {
                return Ok(found);
            }
        }
    }

    /// Writes one line to its stdin.
    ///
    /// # Errors
    /// When it has ended.
    pub async fn say(&mut self, line: &str) -> anyhow::Result<()> {
        let input = self.input.as_mut().context("stdin is piped")?;
        input.write_all(format!("{line}\n").as_bytes()).await?;
        Ok(input.flush().await?)
    }

    /// Its process id, while it has not been waited for.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Ends it as a crash does (SIGKILL) and waits for that.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub async fn kill(&mut self) -> anyhow::Result<()> {
        Ok(self.child.kill().await?)
    }

    /// Asks it to end (SIGTERM) and waits; gives its exit code.
    ///
    /// # Errors
    /// When it does not end in time or was ended by a signal.
    pub async fn terminate(&mut self, within: Duration) -> anyhow::Result<i32> {
        self.signal("TERM").await?;
        let ended = timeout_at(Instant::now() + within, self.child.wait()).await;
        let status = ended.with_context(|| format!("{} ignores SIGTERM", self.name))??;
        status.code().with_context(|| format!("{} was ended by {status}", self.name))
    }

    /// Waits for its end; how it ends does not matter.
    ///
    /// # Errors
    /// When it does not end within that time.
    pub async fn ended(&mut self, within: Duration) -> anyhow::Result<()> {
        let ended = timeout_at(Instant::now() + within, self.child.wait()).await;
        ended.with_context(|| format!("{} does not end", self.name))??;
        Ok(())
    }

    /// Sends a signal by name, such as `STOP` and `CONT`, to this process alone.
    ///
    /// # Errors
    /// When it has ended.
    pub async fn signal(&self, signal: &str) -> anyhow::Result<()> {
        let pid = self.pid().with_context(|| format!("{} has ended", self.name))?;
        let sent = Command::new("kill").arg(format!("-{signal}")).arg(pid.to_string()).status();
        if !sent.await?.success() {
            bail!("cannot send {signal} to {} ({pid})", self.name);
        }
        Ok(())
    }
}

/// A TCP port of 127.0.0.1 that was free just now, and that no outgoing connection is given.
///
/// # Errors
/// When there is none.
pub fn free_port() -> anyhow::Result<u16> {
    Ports::new().take()
}

/// Waits until `holds`; `what` names the condition in the error.
///
/// # Errors
/// When it does not hold within that time.
pub async fn until(
    what: &str,
    within: Duration,
    mut holds: impl AsyncFnMut() -> bool,
) -> anyhow::Result<()> {
    let deadline = Instant::now() + within;
    while !holds().await {
        if Instant::now() >= deadline {
            bail!("not within {within:?}: {what}");
        }
        sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_process_hears_speaks_and_ends_when_asked() {
        let mut command = Command::new("sh");
        command.args(["-c", "trap 'exit 3' TERM; read word; echo got $word; while :; do :; done"]);
        let mut process = Process::start("sh", command).unwrap();
        process.say("hello").await.unwrap();
        let within = Duration::from_secs(10);
        let word = process.line(within, |line| line.strip_prefix("got ").map(str::to_owned));
        assert_eq!(word.await.unwrap(), "hello");
        assert_eq!(process.terminate(within).await.unwrap(), 3);
        assert!(process.signal("TERM").await.is_err(), "it has ended");
    }
}
