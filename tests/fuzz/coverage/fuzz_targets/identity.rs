//! The target `identity`.

#![no_main]

caseway_fuzz_coverage::driven!(identity);
