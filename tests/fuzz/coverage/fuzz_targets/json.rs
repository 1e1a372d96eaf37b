//! The target `json`.

#![no_main]

caseway_fuzz_coverage::driven!(json);
