//! The target `package`.

#![no_main]

caseway_fuzz_coverage::driven!(package);
