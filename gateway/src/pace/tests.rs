use super::*;

#[test]
fn a_burst_goes_through_and_then_the_rate_holds() {
    let start = Instant::now();
    let mut pace = Pace::default();
    assert!((0..100).all(|_| pace.step(start, 5).is_ok()), "20 s at 5 a second");
    let wait = pace.step(start, 5).unwrap_err();
    assert_eq!(wait, Duration::from_millis(200));
    let later = start + wait;
    assert!(pace.step(later, 5).is_ok());
    assert!(pace.step(later, 5).is_err());
    assert!(pace.step(later, 0).is_ok(), "0 is no limit");
}

#[test]
fn addresses_have_paces_of_their_own_and_are_forgotten_when_quiet() {
    let start = Instant::now();
    let addresses = Addresses::default();
    let of = |text: &str| text.parse().unwrap();
    for _ in 0..20 {
        assert!(addresses.step(of("10.0.0.1"), start, 1));
        assert!(addresses.step(of("2001:db8::1"), start, 1));
    }
    assert!(!addresses.step(of("10.0.0.1"), start, 1));
    assert!(!addresses.step(of("::ffff:10.0.0.1"), start, 1), "the same host");
    assert!(!addresses.step(of("2001:db8::2"), start, 1), "the same network");
    assert!(addresses.step(of("10.0.0.2"), start, 1));
    addresses.sweep(start + Duration::from_secs(10));
    assert_eq!(addresses.0.lock().unwrap().len(), 2);
    addresses.sweep(start + Duration::from_secs(20));
    assert_eq!(addresses.0.lock().unwrap().len(), 0);
}
