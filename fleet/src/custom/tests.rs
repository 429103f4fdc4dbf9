use super::*;

#[test]
fn names_are_reverse_domain_names_with_perhaps_a_version() {
    for good in ["com.example", "com.example.x-y/v2", "io.opentelemetry.teapot/v1.2-rc1", "a_b.c"] {
        assert_eq!(good.parse::<Name>().unwrap().to_string(), good);
    }
    let long = format!("com.{}", "a".repeat(NAME_LEN_MAX));
    let bad = ["", "com", ".com", "com.", "com..x", "com.x/", "com.x/2", "com.x/v", "com.x/v1/v2"];
    for bad in bad.into_iter().chain(["com.é", "com.-x", "com x.y", &long]) {
        assert_eq!(bad.parse::<Name>(), Err(InvalidName), "{bad}");
    }
}

#[test]
fn a_mark_stands_for_a_list() {
    let list = |names: &[&str]| Served::new(names.iter().map(|name| (*name).to_owned()));
    assert_eq!(list(&["a.b", "c.d"]), list(&["c.d", "a.b", "a.b"]));
    assert_ne!(list(&["a.b"]).mark(), list(&["a.b", "c.d"]).mark());
    assert_ne!(list(&["a.b", "c"]).mark(), list(&["a.bc"]).mark());
    assert_eq!((list(&[]).mark(), Served::default()), (0, list(&[])));
}

#[test]
fn a_list_is_bounded() {
    let served = Served::new((0..1000).map(|n| format!("a.b{n:04}")));
    assert_eq!(served.to_message().capabilities.len(), LISTED_LEN_MAX);
    assert!(served.has("a.b0000") && !served.has("a.b0999"));
}
