//! The target `check_xml`.

#![no_main]

caseway_fuzz_coverage::driven!(check_xml);
