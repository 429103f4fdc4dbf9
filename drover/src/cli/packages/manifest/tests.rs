use std::path::Path;

use proto::opamp::v1::DownloadableFile;

use super::{HELP, Manifest};

fn files(text: &str) -> Result<Vec<DownloadableFile>, String> {
    let manifest: Manifest = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    manifest.packages.values().map(|package| package.file(Path::new("."))).collect()
}

#[test]
fn the_manual_shows_a_file_that_can_be_read() {
    let shown: Vec<_> = HELP.lines().filter(|line| line.starts_with("  ")).collect();
    let hash = "ab".repeat(32);
    let text = shown.join("\n").replace("SHA-256 of that file, 64 hex digits", &hash);
    let text = text.replace("signature_file = \"otelcol.sig\"", "signature = \"AP9h\"");
    let files = files(&text).unwrap();
    assert_eq!(files[0].signature, b"\0\xffa".as_slice());
    assert_eq!((files[1].content_hash.len(), files[1].content_hash[0]), (32, 0xab));
    assert_eq!(files[1].headers.as_ref().unwrap().headers[0].key, "Authorization");
}

#[test]
fn a_package_comes_from_one_place() {
    for line in [
        "",
        "url = \"https://h/a\"",
        "upload = \"a\"\nurl = \"https://h/a\"",
        "upload = \"a\"\ncontent_hash = \"00\"",
        "content_hash = \"not hex\"",
        "upload = \"a\"\nsignature = \"***\"",
        "upload = \"a\"\nsignature_file = \"/nowhere\"",
        "uplaod = \"a\"",
    ] {
        let text = format!("[packages.a]\ntype = \"addon\"\nversion = \"1\"\n{line}\n");
        assert!(files(&text).is_err(), "{line}");
    }
}
