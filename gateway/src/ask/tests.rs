use http::Request;

use super::*;

const PATH: &str = "/v1/opamp";

fn ask(method: &str, path: &str, headers: &[(&str, &str)]) -> Result<Ask, (u16, Option<String>)> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (parts, ()) = request.body(()).unwrap().into_parts();
    read(&parts, PATH).map_err(|refused| {
        let header = refused.header.map(|(_, value)| value.to_str().unwrap().to_owned());
        (refused.status.as_u16(), header)
    })
}

const UP: [(&str, &str); 4] = [
    ("upgrade", "websocket"),
    ("connection", "keep-alive, Upgrade"),
    ("sec-websocket-version", "13"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
];

fn up_with(name: &'static str, value: Option<&'static str>) -> Vec<(&'static str, &'static str)> {
    let rest = UP.into_iter().filter(|(key, _)| *key != name);
    rest.chain(value.map(|value| (name, value))).collect()
}

#[test]
fn upgrades_need_every_header() {
    assert_eq!(ask("GET", PATH, &UP), Ok(Ask::Upgrade));
    assert_eq!(ask("GET", "/v1/opamp?token=1", &UP), Ok(Ask::Upgrade));
    for (name, value, status) in [
        ("upgrade", Some("h2c"), 400),
        ("connection", Some("close"), 400),
        ("connection", None, 400),
        ("sec-websocket-version", None, 400),
        ("sec-websocket-version", Some("12"), 426),
        ("sec-websocket-key", None, 400),
        ("sec-websocket-key", Some("short"), 400),
        ("upgrade", None, 400),
    ] {
        let got = ask("GET", PATH, &up_with(name, value)).unwrap_err();
        assert_eq!(got.0, status, "{name} {value:?}");
    }
    assert_eq!(
        ask("GET", PATH, &up_with("sec-websocket-version", Some("12"))),
        Err((426, Some("13".to_owned())))
    );
}

#[test]
fn only_the_exact_path_is_served() {
    for path in ["/v1/opamp/", "/", "/v1", "/V1/opamp"] {
        assert_eq!(ask("GET", path, &UP), Err((404, None)), "{path}");
        let headers = [("content-type", PROTOBUF)];
        assert_eq!(ask("POST", path, &headers), Err((404, None)), "{path}");
    }
}

#[test]
fn methods_and_media_types() {
    let post = Some("POST".to_owned());
    let both = Some("GET, POST".to_owned());
    let plain = Ok(Ask::Exchange { request: Coding::Identity, response: Coding::Identity });
    for (method, kind, want) in [
        ("POST", Some("application/x-protobuf"), plain.clone()),
        ("POST", Some("Application/X-Protobuf; charset=utf-8"), plain.clone()),
        ("POST", Some("application/x-protobuf;v=1"), plain),
        ("GET", Some(PROTOBUF), Err((405, post.clone()))),
        ("PUT", Some(PROTOBUF), Err((405, post.clone()))),
        ("HEAD", Some(PROTOBUF), Err((405, post.clone()))),
        ("OPTIONS", Some(PROTOBUF), Err((405, post))),
        ("POST", Some("application/json"), Err((415, None))),
        ("POST", Some("application/x-protobuf2"), Err((415, None))),
        ("POST", None, Err((415, None))),
        ("GET", Some("text/plain"), Err((415, None))),
        ("GET", None, Err((400, None))),
        ("PUT", None, Err((405, both.clone()))),
        ("DELETE", Some("application/json"), Err((405, both))),
    ] {
        let headers: Vec<_> = kind.map(|kind| ("content-type", kind)).into_iter().collect();
        assert_eq!(ask(method, PATH, &headers), want, "{method} {kind:?}");
    }
}

#[test]
fn request_codings() {
    for (value, want) in [
        ("gzip", Ok(Coding::Gzip)),
        ("GZIP", Ok(Coding::Gzip)),
        ("x-gzip", Ok(Coding::Gzip)),
        ("identity", Ok(Coding::Identity)),
        ("deflate", Err(415)),
        ("br", Err(415)),
        ("gzip, gzip", Err(415)),
        ("", Err(415)),
    ] {
        let headers = [("content-type", PROTOBUF), ("content-encoding", value)];
        let got = ask("POST", PATH, &headers);
        let got = match got {
            Ok(Ask::Exchange { request, .. }) => Ok(request),
            Ok(Ask::Upgrade) => panic!("no upgrade asked"),
            Err((status, _)) => Err(status),
        };
        assert_eq!(got, want, "{value}");
    }
}

#[test]
fn response_coding_follows_quality() {
    for (value, want) in [
        (None, Coding::Identity),
        (Some("gzip"), Coding::Gzip),
        (Some("GZIP;q=0.5"), Coding::Gzip),
        (Some("gzip;q=0"), Coding::Identity),
        (Some("gzip;q=0, *"), Coding::Identity),
        (Some("*"), Coding::Gzip),
        (Some("*;q=0"), Coding::Identity),
        (Some("br, deflate"), Coding::Identity),
        (Some("gzip;q=nonsense"), Coding::Identity),
    ] {
        let mut headers = vec![("content-type", PROTOBUF)];
        headers.extend(value.map(|value| ("accept-encoding", value)));
        let got = ask("POST", PATH, &headers);
        assert_eq!(
            got,
            Ok(Ask::Exchange { request: Coding::Identity, response: want }),
            "{value:?}"
        );
    }
}
