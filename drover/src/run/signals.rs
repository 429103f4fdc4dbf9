//! SIGTERM and SIGINT as a stream.

use anyhow::{Context, Result};
use futures::{Stream, StreamExt, stream};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_stream::wrappers::SignalStream;

/// Every SIGTERM and SIGINT from now on. From the first call the process no longer dies of them.
///
/// # Errors
/// The system refuses to register them.
pub fn signals() -> Result<impl Stream<Item = ()> + Unpin> {
    let of = |kind| -> Result<SignalStream> {
        let signal: Signal = signal(kind).context("cannot listen to signals")?;
        Ok(SignalStream::new(signal))
    };
    let (term, int) = (of(SignalKind::terminate())?, of(SignalKind::interrupt())?);
    Ok(stream::select(term, int).fuse())
}
