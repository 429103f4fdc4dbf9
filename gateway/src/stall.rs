//! A stream whose peer has to take its bytes in time.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::answer::Unflushed;

/// What a peer has to take of a large message per second, in bytes: a line that is slower than that is not served.
const BYTES_PER_SECOND_MIN: u64 = 64 << 10;

/// How long a whole message of this size may take, given the limit for a write without progress.
pub(crate) fn patience(limit: Duration, bytes: usize) -> Duration {
    let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
    limit.saturating_add(Duration::from_secs(bytes / BYTES_PER_SECOND_MIN))
}

/// Fails a write that makes no progress for `limit`. Costs a timer only while a write waits.
pub(crate) struct Stall<S> {
    stream: S,
    unflushed: Arc<Unflushed>,
    limit: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

impl<S> Stall<S> {
    /// Watches this stream; tells `unflushed` of every flush that is done.
    pub(crate) const fn new(stream: S, limit: Duration, unflushed: Arc<Unflushed>) -> Self {
        Self { stream, unflushed, limit, timer: None }
    }

    fn watch<T>(&mut self, cx: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.timer = None;
            return done;
        }
        let limit = self.limit;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(limit)));
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the peer does not read")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Stall<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Stall<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(cx, data);
        self.watch(cx, done)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_flush(cx);
        if matches!(done, Poll::Ready(Ok(()))) {
            self.unflushed.flushed();
        }
        self.watch(cx, done)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.watch(cx, done)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const LIMIT: Duration = Duration::from_secs(10);

    /// Writes a megabyte to a peer with little room that reads a piece every so often, this many times at most.
    async fn written(every: Duration, pieces: usize) -> io::Result<()> {
        let (megabyte, (here, mut there)) = (vec![0; 1 << 20], duplex(64 << 10));
        let mut stream = Stall::new(here, LIMIT, Arc::default());
        let read = async {
            let mut piece = vec![0; 32 << 10];
            for _ in 0..pieces {
                sleep(every).await;
                there.read_exact(&mut piece).await?;
            }
            std::future::pending().await
        };
        tokio::select! {
            done = stream.write_all(&megabyte) => done,
            done = read => done,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_gets_on_may_take_longer_than_the_limit_and_one_that_stops_may_not() {
        let slow = LIMIT - Duration::from_secs(1);
        written(slow, usize::MAX).await.unwrap();
        for (every, pieces) in [(slow, 3), (LIMIT + Duration::from_secs(1), usize::MAX)] {
            let error = written(every, pieces).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{every:?}, {pieces}");
        }
    }

    #[test]
    fn a_whole_message_may_take_longer_by_its_size_and_not_for_ever() {
        let rows = [(0, 10), (65_535, 10), (1 << 20, 26), (4 << 20, 74)];
        for (bytes, seconds) in rows {
            assert_eq!(patience(LIMIT, bytes), Duration::from_secs(seconds), "{bytes}");
        }
    }
}
