use std::collections::BTreeMap;

use proto::opamp::v1::{AgentDescription, AnyValue, ArrayValue, KeyValue, any_value::Value};

use super::*;

struct Fixed(BTreeMap<String, String>);

impl Facts for Fixed {
    fn value(&self, key: &Key) -> Option<Cow<'_, str>> {
        self.0.get(&key.to_string()).map(|value| Cow::Borrowed(value.as_str()))
    }
}

fn facts() -> Fixed {
    let pairs = [
        ("claim.service.name", "otelcol"),
        ("claim.os.type", "linux"),
        ("claim.empty", ""),
        ("label.env", "prod"),
        ("label.site", "Berlin, 2nd floor"),
        ("connected", "true"),
        ("config_status", "FAILED"),
    ];
    Fixed(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).into())
}

#[test]
fn requirements_hold_as_in_kubernetes() {
    let cases = [
        ("", true),
        ("  ", true),
        ("claim.service.name=otelcol", true),
        ("claim.service.name == otelcol", true),
        ("claim.service.name!=otelcol", false),
        ("claim.absent!=x", true),
        ("claim.absent=", false),
        ("claim.empty=", true),
        ("claim.empty=,label.env=prod", true),
        ("label.env in (prod, staging)", true),
        ("label.env in(dev)", false),
        ("label.env notin (dev,staging)", true),
        ("label.absent notin (dev)", true),
        ("claim.os.type", true),
        ("!claim.os.type", false),
        ("! label.absent", true),
        ("claim.env=prod", false),
        ("label.os.type", false),
        ("label.site=\"Berlin, 2nd floor\"", true),
        ("claim.\"os.type\"=linux,label.env=prod", true),
        ("connected=TRUE,config_status in (failed)", true),
        ("connected!=true", false),
    ];
    for (text, expected) in cases {
        let selector = Selector::parse_filter(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(selector.matches(&facts()), expected, "{text}");
    }
}

#[test]
fn errors_say_what_is_wrong_and_where() {
    let cases = [
        ("env=prod", 0, Reason::UnknownKey("env".into())),
        ("=x", 0, Reason::Expected("a key")),
        ("claim.=x", 6, Reason::Expected("a name after the '.'")),
        ("claim.a=b,", 10, Reason::Expected("a requirement after ','")),
        ("claim.a=b c", 10, Reason::Expected("',' or the end")),
        ("claim.a in b", 11, Reason::Expected("'('")),
        ("claim.a in ()", 12, Reason::Expected("a value (\"\" for the empty one)")),
        ("claim.a in (b", 13, Reason::Expected("',' or ')'")),
        ("claim.a inside (b)", 8, Reason::Expected("'=', '!=', 'in (…)', 'notin (…)' or ','")),
        ("claim.a=\"b", 8, Reason::OpenQuote),
        ("claim.a=\"\\n\"", 9, Reason::Expected("'\"' or '\\' after '\\'")),
        ("label.a=1,connected", 10, Reason::FieldExists("connected")),
    ];
    for (text, at, reason) in cases {
        assert_eq!(Selector::parse_filter(text), Err(Invalid { at, reason }), "{text}");
    }
    let error = Selector::parse_filter("connected=maybe").unwrap_err();
    assert_eq!(error.to_string(), "at byte 0: 'maybe' is no value of connected: use true or false");
}

#[test]
fn assignments_cannot_select_by_fields_that_change_all_the_time() {
    let error = Selector::parse("label.env=prod,connected=true").unwrap_err();
    assert_eq!(error, Invalid { at: 15, reason: Reason::FieldNotAllowed("connected") });
}

#[test]
fn input_is_bounded() {
    let long = format!("claim.a={}", "b".repeat(TEXT_LEN_MAX));
    assert_eq!(Selector::parse(&long).unwrap_err().reason, Reason::TooLong);
    let many = vec!["claim.a"; REQUIREMENTS_MAX + 1].join(",");
    assert_eq!(Selector::parse(&many).unwrap_err().reason, Reason::TooMany);
    assert!(Selector::parse(&vec!["claim.a"; REQUIREMENTS_MAX].join(",")).is_ok());
}

#[test]
fn a_single_key_parses_alone() {
    assert_eq!(Key::parse("label.env"), Ok(Key::Label("env".into())));
    assert_eq!(Key::parse(" healthy "), Ok(Key::Field(Field::Healthy)));
    assert!(Key::parse("label.env=prod").is_err());
    assert!(Key::parse("").is_err());
}

fn attribute(key: &str, value: Value) -> KeyValue {
    KeyValue { key: key.into(), value: Some(AnyValue { value: Some(value) }) }
}

#[test]
fn claims_are_every_attribute_as_text_and_identifying_ones_win() {
    let list = ArrayValue {
        values: vec![AnyValue { value: Some(Value::IntValue(1)) }, AnyValue { value: None }],
    };
    let description = AgentDescription {
        identifying_attributes: vec![attribute("id", Value::StringValue("first".into()))],
        non_identifying_attributes: vec![
            attribute("id", Value::StringValue("second".into())),
            attribute("cores", Value::IntValue(-8)),
            attribute("load", Value::DoubleValue(0.5)),
            attribute("vm", Value::BoolValue(true)),
            attribute("raw", Value::BytesValue(vec![0xab, 1].into())),
            attribute("list", Value::ArrayValue(list)),
            attribute("long", Value::StringValue("x".repeat(2000))),
            KeyValue { key: "none".into(), value: None },
        ],
    };
    let claims = Claims::of(&description);
    let pairs: Vec<_> = claims.iter().collect();
    assert_eq!(
        pairs,
        [
            ("cores", "-8"),
            ("id", "first"),
            ("list", "[1,]"),
            ("load", "0.5"),
            ("none", ""),
            ("raw", "ab01"),
            ("vm", "true"),
        ]
    );
    assert_eq!(claims.get("id"), Some("first"));
    assert_eq!(claims.get("long"), None);
}
