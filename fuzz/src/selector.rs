//! The selector grammar.

use std::borrow::Cow;

use fleet::selector::{Facts, Key, Selector};

/// An agent whose every key has this value.
struct Everywhere(Option<&'static str>);

impl Facts for Everywhere {
    fn value(&self, _: &Key) -> Option<Cow<'_, str>> {
        self.0.map(Cow::Borrowed)
    }
}

/// What parses prints as something that parses to the same, and means the same.
pub fn selector(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    for parse in [Selector::parse, Selector::parse_filter] {
        let Ok(parsed) = parse(text) else { continue };
        let printed = parsed.to_string();
        let again = parse(&printed);
        assert_eq!(again.as_ref(), Ok(&parsed), "{text:?} prints as {printed:?}");
        for facts in [Everywhere(None), Everywhere(Some("")), Everywhere(Some("prod"))] {
            assert_eq!(parsed.matches(&facts), again.as_ref().unwrap().matches(&facts));
        }
    }
}
