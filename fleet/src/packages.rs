//! Package offers: the hashes that the server computes (OpAMP specification, "Calculating Hashes").
//!
//! An offer is the complete set: an agent removes what is not in it (PROTOCOL.md P5).

use prost::Message;
use proto::opamp::v1::{PackageAvailable, PackagesAvailable};
use sha2::{Digest as _, Sha256};

use crate::Digest;

/// What the hashes cover first, so that no other hash of this project can equal them.
const PACKAGE: &[u8] = b"drover package 1";
const SET: &[u8] = b"drover packages 1";

/// The set with every hash that the server owes: of each package over all its other fields (the hash of its content
/// among them), and of the whole over the names and those hashes (PROTOCOL.md P2, P4). What the hash fields held
/// before does not matter; equal sets come out equal on every machine.
pub fn seal(mut packages: PackagesAvailable) -> PackagesAvailable {
    for package in packages.packages.values_mut() {
        package.hash = package_hash(package).to_bytes();
    }
    packages.all_packages_hash = set_hash(&packages).to_bytes();
    packages
}

/// The hash of a sealed set, or `None` if it is not what [`seal`] makes of it.
pub fn hash(packages: &PackagesAvailable) -> Option<Digest> {
    let sealed = |package: &PackageAvailable| package.hash[..] == package_hash(package).0;
    let hash = set_hash(packages);
    let whole = packages.all_packages_hash[..] == hash.0;
    (whole && packages.packages.values().all(sealed)).then_some(hash)
}

fn package_hash(package: &PackageAvailable) -> Digest {
    let rest = PackageAvailable { hash: bytes::Bytes::new(), ..package.clone() };
    let mut sha = Sha256::new();
    frame(&mut sha, PACKAGE);
    // The encoding frames every field by its number and length and has one order.
    frame(&mut sha, &rest.encode_to_vec());
    Digest(sha.finalize().into())
}

fn set_hash(packages: &PackagesAvailable) -> Digest {
    let mut sha = Sha256::new();
    frame(&mut sha, SET);
    sha.update((packages.packages.len() as u64).to_be_bytes());
    for (name, package) in &packages.packages {
        frame(&mut sha, name.as_bytes());
        frame(&mut sha, &package.hash);
    }
    Digest(sha.finalize().into())
}

fn frame(sha: &mut Sha256, bytes: &[u8]) {
    sha.update((bytes.len() as u64).to_be_bytes());
    sha.update(bytes);
}

#[cfg(test)]
mod tests;
