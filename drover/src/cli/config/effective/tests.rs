use std::collections::BTreeMap;

use proto::opamp::v1::AgentConfigFile;

use super::choose;

fn files(names: &[&str]) -> BTreeMap<String, AgentConfigFile> {
    let file = |name: &str| AgentConfigFile {
        body: name.to_owned().into_bytes().into(),
        content_type: String::new(),
    };
    names.iter().map(|name| ((*name).to_owned(), file(name))).collect()
}

#[test]
fn the_only_file_needs_no_name_and_several_need_one() {
    assert!(choose(&files(&[""]), None).is_ok());
    assert_eq!(choose(&files(&["a", "b"]), Some("b")).unwrap().body, "b");
    let failure = choose(&files(&["a", "b"]), None).unwrap_err();
    assert_eq!((failure.exit_code(), failure.to_string().contains("\"a\", \"b\"")), (2, true));
    assert_eq!(choose(&files(&["a"]), Some("x")).unwrap_err().exit_code(), 2);
    assert_eq!(choose(&files(&[]), None).unwrap_err().exit_code(), 1);
}
