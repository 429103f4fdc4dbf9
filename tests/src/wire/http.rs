//! HTTP/1.1 as bytes: requests are written by hand, responses are read without a library.

use anyhow::{Context, bail};
use bytes::{Bytes, BytesMut};
use prost::Message as _;
use proto::opamp::v1::ServerToAgent;

/// The head of a POST that carries this body; `headers` are whole lines, each with its line end.
pub fn post(headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /v1/opamp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n\
         Content-Length: {}\r\n{headers}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// A whole response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Names in lower case, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Bytes,
}

impl Response {
    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The message in the body.
    ///
    /// # Errors
    /// When there is none.
    pub fn message(&self) -> anyhow::Result<ServerToAgent> {
        ServerToAgent::decode(self.body.clone()).with_context(|| format!("no message: {self:?}"))
    }

    /// The first response in what was read, if it is there in full.
    ///
    /// # Errors
    /// When it is no HTTP/1.1 response with a length.
    pub fn decode(read: &mut BytesMut) -> anyhow::Result<Option<Self>> {
        let Some((mut response, head_len)) = Self::parse(read)? else { return Ok(None) };
        let len = match response.header("content-length") {
            Some(len) => len.parse()?,
            None if response.status < 200 || response.status == 204 => 0,
            None => bail!("no content-length: {response:?}"),
        };
        if read.len() < head_len + len {
            return Ok(None);
        }
        let _head = read.split_to(head_len);
        response.body = read.split_to(len).freeze();
        Ok(Some(response))
    }

    /// The same for a response that has no body whatever its length says.
    ///
    /// # Errors
    /// When it is no HTTP/1.1 response.
    pub fn decode_head(read: &mut BytesMut) -> anyhow::Result<Option<Self>> {
        let Some((response, head_len)) = Self::parse(read)? else { return Ok(None) };
        let _head = read.split_to(head_len);
        Ok(Some(response))
    }

    fn parse(read: &[u8]) -> anyhow::Result<Option<(Self, usize)>> {
        let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else {
            return Ok(None);
        };
        let head = std::str::from_utf8(&read[..end]).context("a head is text")?;
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.1 "));
        let status = status.and_then(|line| line.get(..3)).with_context(|| format!("{head:?}"))?;
        let status: u16 = status.parse()?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Ok(Some((Self { status, headers, body: Bytes::new() }, end + 4)))
    }
}
