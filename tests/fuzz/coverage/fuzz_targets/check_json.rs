//! The target `check_json`.

#![no_main]

caseway_fuzz_coverage::driven!(check_json);
