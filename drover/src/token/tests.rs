use std::fs;
use std::os::unix::fs::PermissionsExt;

#[test]
fn the_token_is_made_once_with_mode_0600() {
    let data = tempfile::tempdir().unwrap();
    let first = super::ensure_at(data.path()).unwrap();
    assert_eq!(first.reveal().len(), 43, "32 bytes in base64url");
    assert_eq!(super::ensure_at(data.path()).unwrap(), first);
    let mode = fs::metadata(super::path(data.path())).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn an_empty_token_opens_nothing() {
    let data = tempfile::tempdir().unwrap();
    fs::write(super::path(data.path()), "\n").unwrap();
    assert!(super::ensure_at(data.path()).unwrap_err().to_string().contains("is empty"));
}
