//! Package content over HTTP: files of one folder, each named by the SHA-256 of its bytes.
//!
//! Agents download what a package offer names (PROTOCOL.md P6). The name is the content, so an answer is good for
//! ever, a download can go on where it broke, and no path leads out of the folder. Nothing is written here.

use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, ETAG, IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED, RANGE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Either;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_http::services::ServeFile;
use tower_http::services::fs::ServeFileSystemResponseBody as FileBody;
use tracing::error;

use crate::answer::Answer;
use crate::exchange::{plain, unavailable};

/// What the path of every package file begins with.
const PATH: &str = "/v1/packages/";
/// Read from the disk at once, per download.
const CHUNK_BYTES: usize = 32 << 10;
/// The content of a name never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");

/// The folder agents download from.
#[derive(Debug)]
pub(crate) struct Packages {
    dir: Option<PathBuf>,
    /// One per download in progress.
    permits: Arc<Semaphore>,
}

/// An answer: the gateway's own words or a file.
pub(crate) type Served = Response<Either<Answer, File>>;

/// Whether a request is for package content, good or not.
pub(crate) fn is_content(path: &str) -> bool {
    path.starts_with(PATH)
}

impl Packages {
    /// Serves this folder to so many downloads at once. Without a folder there is nothing at any path.
    pub(crate) fn new(dir: Option<&Path>, downloads_max: usize) -> Self {
        let permits = Arc::new(Semaphore::new(downloads_max));
        Self { dir: dir.map(Path::to_owned), permits }
    }

    /// Answers a request of a peer that was admitted. The query is ignored.
    pub(crate) async fn serve(&self, request: &Parts, retry_after: Duration) -> Served {
        let name = request.uri.path().strip_prefix(PATH).filter(|name| is_hash(name));
        let (Some(name), Some(dir)) = (name, &self.dir) else { return nothing() };
        if !matches!(request.method, Method::GET | Method::HEAD) {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "packages are downloaded");
            let allowed = HeaderValue::from_static("GET, HEAD");
            response.headers_mut().insert(ALLOW, allowed);
            return response.map(Either::Left);
        }
        let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() else {
            let why = "as many downloads as this gateway serves at once are in progress";
            return unavailable(why, retry_after).map(Either::Left);
        };
        let tag = format!("\"{name}\"");
        let asked = asked(request, &tag);
        let file = ServeFile::new(dir.join(name))
            .with_buf_chunk_size(CHUNK_BYTES)
            .ignore_multi_range_requests(true)
            .try_call(asked);
        match file.await {
            Ok(file) => answer(file, &request.headers, &tag, permit),
            Err(error) if error.kind() == io::ErrorKind::NotFound => nothing(),
            Err(error) => {
                error!(%error, name, "cannot read a package file");
                plain(StatusCode::INTERNAL_SERVER_ERROR, "the file cannot be read")
                    .map(Either::Left)
            }
        }
    }
}

fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn nothing() -> Served {
    plain(StatusCode::NOT_FOUND, "there is nothing at this path").map(Either::Left)
}

/// The request as the file service should see it: a range only if it is one of bytes and still wanted. Conditions are
/// decided here, because the tag is the hash and not what the file system says.
fn asked(request: &Parts, tag: &str) -> Request<()> {
    let headers = &request.headers;
    let mut asked = Request::new(());
    *asked.method_mut() = request.method.clone();
    let is_wanted = headers.get(IF_RANGE).is_none_or(|wanted| wanted.as_bytes() == tag.as_bytes());
    let range = headers.get(RANGE).filter(|range| range.as_bytes().starts_with(b"bytes="));
    if let Some(range) = range.filter(|_| is_wanted) {
        asked.headers_mut().insert(RANGE, range.clone());
    }
    asked
}

fn answer(
    file: Response<FileBody>,
    asked: &HeaderMap,
    tag: &str,
    permit: OwnedSemaphorePermit,
) -> Served {
    if file.status() == StatusCode::NOT_FOUND {
        return nothing();
    }
    let mut response = file.map(|body| Either::Right(File { body, _permit: permit }));
    if is_known(asked, tag) {
        response = Response::new(Either::Left(Answer::default()));
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    headers.remove(LAST_MODIFIED);
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(ETAG, tag);
    }
    headers.insert(CACHE_CONTROL, FOR_EVER);
    response
}

/// Whether the agent says that it has the content already (RFC 9110, section 13.1.2).
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut listed = values.flat_map(|value| value.split(',')).map(str::trim);
    listed.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// A file on its way. Holds its place among the downloads until it is done or given up.
pub(crate) struct File {
    body: FileBody,
    _permit: OwnedSemaphorePermit,
}

impl Body for File {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
