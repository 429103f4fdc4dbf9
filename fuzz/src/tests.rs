use std::path::Path;

use super::TARGETS;

#[test]
fn no_input_of_the_corpus_is_a_finding() {
    for (name, target) in TARGETS {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let inputs: Vec<_> = std::fs::read_dir(&corpus).unwrap().map(|e| e.unwrap()).collect();
        assert!(inputs.len() > 5, "the corpus of {name} is nearly empty");
        for input in inputs {
            let bytes = std::fs::read(input.path()).unwrap();
            let run = std::panic::AssertUnwindSafe(|| target(&bytes));
            let found = std::panic::catch_unwind(run).is_err();
            assert!(!found, "{} is a finding", input.path().display());
        }
    }
}
