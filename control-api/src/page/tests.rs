use super::*;

#[test]
fn sizes_have_a_default_and_a_limit() {
    let config = Config::default();
    assert_eq!(size(0, &config).unwrap(), 100);
    assert_eq!(size(7, &config).unwrap(), 7);
    assert_eq!(size(i32::MAX, &config).unwrap(), 1_000);
    assert!(size(-1, &config).is_err());
}

#[test]
fn pages_join_to_the_whole_list() {
    let all: Vec<(u32, u32)> = (0..10).map(|n| (n, n * n)).collect();
    for page_size in 1..12 {
        let (mut joined, mut after) = (Vec::new(), None);
        loop {
            let (page, next) = cut(all.clone(), after.as_ref(), page_size);
            assert!(page.len() <= page_size);
            joined.extend(page);
            after = next;
            if after.is_none() {
                break;
            }
        }
        let whole: Vec<_> = all.iter().map(|(_, item)| *item).collect();
        assert_eq!(joined, whole, "pages of {page_size}");
    }
}

#[test]
fn a_token_that_is_none_is_refused() {
    assert_eq!(after::<u32>("").unwrap(), None);
    assert_eq!(after::<u32>("5").unwrap(), Some(5));
    assert!(after::<u32>("five").is_err());
}
