//! The targets, over what has once done harm and over mutated seeds; the same each time.

use std::fs;
use std::path::Path;

use caseway_fuzz::{mutate, seeds, targets};

/// So many mutants of all seeds of a target together, and no mutant larger than this.
const MUTANTS: u64 = 600;
const BYTES_MAX: usize = 60_000;
/// A target that installs everything anew each time gets fewer.
const SLOW: [(&str, u64); 2] = [("package", 40), ("definition", 60)];

#[test]
fn what_has_once_done_harm_does_none() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions");
    for (name, target) in targets::ALL {
        let files = fs::read_dir(root.join(name)).into_iter().flatten();
        for file in files {
            target(&fs::read(file.unwrap().path()).unwrap());
        }
    }
}

#[test]
fn every_regression_belongs_to_a_target() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions");
    for folder in fs::read_dir(root).unwrap() {
        let name = folder.unwrap().file_name();
        assert!(
            targets::ALL.iter().any(|(known, _)| **known == *name),
            "{}",
            name.display()
        );
    }
}

#[test]
fn mutants_of_our_own_samples_do_no_harm() {
    for (name, target) in targets::ALL {
        let seeds = seeds::of(name);
        assert!(!seeds.is_empty(), "{name} has seeds");
        for seed in &seeds {
            target(seed);
        }
        let few = SLOW.iter().find(|(slow, _)| *slow == name);
        let mutants = few.map_or(MUTANTS, |(_, few)| *few);
        for seed in 0..mutants {
            let from = &seeds[usize::try_from(seed).unwrap() % seeds.len()];
            let mutant = mutate::mutated(from, seed);
            if mutant.len() <= BYTES_MAX {
                target(&mutant);
            }
        }
    }
}
