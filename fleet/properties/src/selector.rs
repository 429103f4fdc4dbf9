use fleet::selector::{Selector, TEXT_LEN_MAX};
use proptest::collection::vec;
use proptest::prelude::*;

/// A text in quotes, as the grammar wants any text that is more than a word.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn any_key() -> impl Strategy<Value = String> {
    let name = prop_oneof!["[^\\p{Cc}]{1,12}", "[a-z./-]{1,12}", any::<String>()];
    let name = name.prop_filter("a name is never empty", |name| !name.is_empty());
    let origin = prop_oneof![Just("claim"), Just("label")];
    (origin, name).prop_map(|(origin, name)| format!("{origin}.{}", quoted(&name)))
}

fn any_requirement() -> impl Strategy<Value = String> {
    let one = prop_oneof![Just("="), Just("=="), Just("!=")];
    let one = (one, any::<String>()).prop_map(|(sign, value)| format!("{sign}{}", quoted(&value)));
    let some = (prop_oneof![Just(" in "), Just(" notin ")], vec(any::<String>(), 1..4));
    let some = some.prop_map(|(word, values)| {
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        format!("{word}({})", values.join(","))
    });
    let test = prop_oneof![one, some, Just(String::new())];
    prop_oneof![
        4 => (any_key(), test).prop_map(|(key, test)| key + &test),
        1 => any_key().prop_map(|key| format!("!{key}")),
    ]
}

proptest! {
    #[test]
    fn what_is_displayed_parses_back(requirements in vec(any_requirement(), 0..5)) {
        let written = requirements.join(",");
        prop_assume!(written.len() <= TEXT_LEN_MAX);
        let selector = Selector::parse(&written);
        prop_assert!(selector.is_ok(), "{}: {:?}", written, selector);
        let selector = selector.unwrap();
        let text = selector.to_string();
        prop_assume!(text.len() <= TEXT_LEN_MAX);
        prop_assert_eq!(Selector::parse(&text), Ok(selector), "{}", text);
    }

    #[test]
    fn no_text_panics(text in ".{0,80}", near in "[claim.b=!,()\" in\\\\]{0,40}") {
        for text in [text, near] {
            if let Ok(selector) = Selector::parse_filter(&text) {
                prop_assert_eq!(Selector::parse_filter(&selector.to_string()), Ok(selector));
            }
        }
    }
}
