use bytes::Bytes;
use proto::opamp::v1::{DownloadableFile, Header, Headers};

use super::*;

fn package(version: &str) -> PackageAvailable {
    let file = DownloadableFile {
        download_url: "https://files.example/agent.tar.gz".into(),
        content_hash: Digest::of(b"content").to_bytes(),
        signature: Bytes::from_static(b"signed"),
        headers: None,
    };
    PackageAvailable {
        r#type: 0,
        version: version.into(),
        file: Some(file),
        hash: Bytes::from_static(b"what somebody else computed"),
    }
}

fn set(packages: &[(&str, PackageAvailable)]) -> PackagesAvailable {
    let packages = packages.iter().map(|(name, package)| ((*name).to_owned(), package.clone()));
    PackagesAvailable { packages: packages.collect(), ..Default::default() }
}

#[test]
fn any_field_of_a_package_changes_its_hash_and_that_of_the_set() {
    fn with_file(change: fn(&mut DownloadableFile)) -> PackageAvailable {
        let mut package = package("1");
        package.file.iter_mut().for_each(change);
        package
    }
    let header = Header { key: "Authorization".into(), value: "Bearer x".into() };
    let changed = [
        package("1"),
        package("2"),
        PackageAvailable { r#type: 1, ..package("1") },
        PackageAvailable { file: None, ..package("1") },
        with_file(|file| file.download_url.push('x')),
        with_file(|file| file.content_hash = Digest::of(b"other").to_bytes()),
        with_file(|file| file.signature = Bytes::new()),
        PackageAvailable {
            file: package("1").file.map(|file| DownloadableFile {
                headers: Some(Headers { headers: vec![header] }),
                ..file
            }),
            ..package("1")
        },
    ];
    let sealed: Vec<_> = changed.map(|package| seal(set(&[("agent", package)]))).into();
    let sets: std::collections::BTreeSet<_> =
        sealed.iter().map(|set| set.all_packages_hash.clone()).collect();
    let packages: std::collections::BTreeSet<_> =
        sealed.iter().map(|set| set.packages["agent"].hash.clone()).collect();
    assert_eq!((sets.len(), packages.len()), (8, 8));
}

#[test]
fn a_set_counts_names_and_not_the_order_they_came_in() {
    let ab = seal(set(&[("a", package("1")), ("b", package("2"))]));
    let ba = seal(set(&[("b", package("2")), ("a", package("1"))]));
    let swapped = seal(set(&[("a", package("2")), ("b", package("1"))]));
    assert_eq!(ab, ba);
    assert_ne!(ab.all_packages_hash, swapped.all_packages_hash);
    assert_ne!(seal(set(&[])).all_packages_hash, Bytes::new());
}

#[test]
fn only_a_sealed_set_has_a_hash() {
    let sealed = seal(set(&[("a", package("1"))]));
    assert_eq!(seal(sealed.clone()), sealed);
    assert_eq!(hash(&sealed).map(Digest::to_bytes), Some(sealed.all_packages_hash.clone()));
    assert_eq!(hash(&set(&[("a", package("1"))])), None);
    let mut forged = sealed;
    forged.packages.entry("a".into()).and_modify(|package| package.version.push('x'));
    assert_eq!(hash(&forged), None);
}
