//! Which etcd versions have faults that this design feels (etcd's changelogs 3.4 to 3.7;
//! PERFORMANCE.md D.6).

/// A fault, and the first patch release of 3.5 and of 3.6 without it.
const FAULTS: [(&str, u64, u64); 6] = [
    ("an old leader may revoke live leases, and watches lose events after compaction", 13, 0),
    ("a watch may miss a delete at the compaction revision", 18, 0),
    ("renewing a revoked lease may succeed", 23, 5),
    ("reads may be stale after the process was paused", 28, 9),
    ("puts in nested transactions bypass permissions", 30, 11),
    ("watches and leases are not at the level of 3.5", 0, 0),
];

/// What is wrong with a version; empty when nothing is known.
pub(super) fn faults(version: &str) -> Vec<&'static str> {
    let Some((major, minor, patch)) = parse(version) else {
        return vec!["its version cannot be read"];
    };
    if (major, minor) >= (3, 7) {
        return Vec::new();
    }
    let has = |fixed_35: u64, fixed_36: u64| match (major, minor) {
        (3, 6) => patch < fixed_36,
        (3, 5) => patch < fixed_35,
        _ => true,
    };
    FAULTS.iter().filter(|(_, five, six)| has(*five, *six)).map(|(fault, ..)| *fault).collect()
}

/// `3.6.11` or `3.7.0-rc.1`; what follows the patch is not looked at.
fn parse(version: &str) -> Option<(u64, u64, u64)> {
    let mut parts = version.splitn(3, '.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next()?.parse().ok()?;
    let rest = parts.next()?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Some((major, minor, rest.get(..digits)?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::faults;

    #[test]
    fn the_listed_levels_have_no_fault_and_those_below_do() {
        for version in ["3.5.30", "3.5.34", "3.6.11", "3.6.15", "3.7.0", "3.7.2", "4.0.0"] {
            assert_eq!(faults(version), [""; 0], "{version}");
        }
        for (version, count) in [
            ("3.4.45", 6),
            ("3.5.12", 5),
            ("3.5.13", 4),
            ("3.5.18", 3),
            ("3.5.23", 2),
            ("3.5.28", 1),
            ("3.6.0", 3),
            ("3.6.5", 2),
            ("3.6.9-rc.1", 1),
            ("3.6", 1),
            ("", 1),
            ("x.y.z", 1),
        ] {
            assert_eq!(faults(version).len(), count, "{version}");
        }
    }
}
