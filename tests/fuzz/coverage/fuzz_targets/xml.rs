//! The target `xml`.

#![no_main]

caseway_fuzz_coverage::driven!(xml);
