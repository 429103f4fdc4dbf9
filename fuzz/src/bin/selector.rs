//! The engine's entry to [`fuzz::selector`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::selector(data));
