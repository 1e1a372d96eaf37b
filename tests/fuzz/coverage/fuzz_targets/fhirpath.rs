//! The target `fhirpath`.

#![no_main]

caseway_fuzz_coverage::driven!(fhirpath);
