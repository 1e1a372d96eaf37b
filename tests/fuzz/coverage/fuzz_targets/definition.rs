//! The target `definition`.

#![no_main]

caseway_fuzz_coverage::driven!(definition);
