use clap::Parser;

use super::*;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    swarm: Swarm,
}

fn parsed(options: &str) -> Swarm {
    let line = Line::try_parse_from(["swarm"].into_iter().chain(options.split_whitespace()));
    line.expect("options").swarm
}

#[test]
fn an_option_for_a_kind_of_offer_adds_the_bits_of_that_kind() {
    let packages = Bit::AcceptsPackages as u64 | Bit::ReportsPackageStatuses as u64;
    let telemetry =
        Bit::ReportsOwnMetrics as u64 | Bit::ReportsOwnTraces as u64 | Bit::ReportsOwnLogs as u64;
    let connections = Bit::AcceptsOtherConnectionSettings as u64;
    let status = Bit::ReportsConnectionSettingsStatus as u64;
    let rows = [
        ("", 0),
        ("--settings fail", status),
        ("--packages accept", packages),
        ("--packages fail", packages),
        ("--telemetry ignore", telemetry),
        ("--telemetry fail", telemetry | status),
        ("--connections accept", connections),
        ("--connections fail --telemetry accept", connections | telemetry | status),
    ];
    for (options, bits) in rows {
        assert_eq!(parsed(options).more_capabilities(), bits, "{options}");
    }
}

#[test]
fn an_option_says_what_is_done_with_its_kind_of_offer() {
    let behaviour = parsed("--packages ignore --connections fail").behaviour();
    assert_eq!(behaviour.packages, Reaction::Ignore);
    assert!(matches!(behaviour.connections, Reaction::Fail(_)));
    assert_eq!((behaviour.telemetry, behaviour.config), (Reaction::Accept, Reaction::Accept));
}
