//! Sizes: files, function bodies, parameters, port traits and the three files that
//! go ugly first.

use super::measured::{Function, functions, traits};
use super::none;
use super::sources::{Source, production};

/// Median, 90th percentile and the largest of a sample.
struct Spread {
    median: usize,
    p90: usize,
    max: usize,
}

impl Spread {
    /// The spread of a sample; the nearest rank, never interpolated.
    fn of(mut sample: Vec<usize>) -> Self {
        sample.sort_unstable();
        let rank = |percent: usize| (sample.len() * percent).div_ceil(100).saturating_sub(1);
        let at = |percent| sample.get(rank(percent)).copied().unwrap_or_default();
        Self {
            median: at(50),
            p90: at(90),
            max: at(100),
        }
    }

    /// Which budgets are broken.
    fn over(&self, median: usize, p90: usize) -> Vec<String> {
        [("median", self.median, median), ("p90", self.p90, p90)]
            .into_iter()
            .filter(|(_, measured, budget)| measured > budget)
            .map(|(name, measured, budget)| format!("{name} is {measured}, not {budget}"))
            .collect()
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "median {:>4}   p90 {:>4}   max {:>4}",
            self.median, self.p90, self.max
        )
    }
}

fn lines(sources: &[Source]) -> Spread {
    Spread::of(
        sources
            .iter()
            .map(|source| source.production_lines)
            .collect(),
    )
}

fn all_functions(sources: &[Source]) -> Vec<Function> {
    sources.iter().flat_map(functions).collect()
}

fn bodies(functions: &[Function]) -> Spread {
    Spread::of(
        functions
            .iter()
            .filter_map(|function| function.body_lines)
            .collect(),
    )
}

#[test]
fn files_keep_their_budget_of_lines() {
    let sources = production().unwrap();
    let mut faults = lines(&sources).over(120, 250);
    let long = sources
        .iter()
        .filter(|source| source.production_lines > 400);
    faults.extend(long.map(|source| format!("{} has {}", source.path, source.production_lines)));
    none(
        "production lines a file: median 120, p90 250, max 400",
        &faults,
    );
}

#[test]
fn function_bodies_keep_their_budget_of_lines() {
    let functions = all_functions(&production().unwrap());
    let mut faults = bodies(&functions).over(10, 30);
    let long = functions
        .iter()
        .filter(|function| function.body_lines.is_some_and(|lines| lines > 50));
    faults.extend(long.map(|function| format!("{} {:?}", function.at, function.body_lines)));
    none("lines a function body: median 10, p90 30, max 50", &faults);
}

#[test]
fn functions_have_at_most_five_parameters() {
    let functions = all_functions(&production().unwrap());
    let many = functions.iter().filter(|function| function.parameters > 5);
    let faults: Vec<String> = many
        .map(|function| format!("{} has {}", function.at, function.parameters))
        .collect();
    none("at most 5 parameters", &faults);
}

#[test]
fn port_traits_have_at_most_eight_methods() {
    let sources = production().unwrap();
    let ports = sources
        .iter()
        .filter(|source| source.path.starts_with("store/src/"));
    let found: Vec<_> = ports.flat_map(traits).collect();
    assert!(!found.is_empty(), "the ports are in store/src");
    let large = found.iter().filter(|port| port.methods > 8);
    let faults: Vec<String> = large
        .map(|port| format!("{} has {}", port.at, port.methods))
        .collect();
    none("at most 8 methods in a port trait", &faults);
}

#[test]
fn the_entry_point_the_intake_and_the_configuration_stay_on_a_screen() {
    let sources = production().unwrap();
    let budgets = [
        ("gateway/src/main.rs", 40),
        ("gateway/src/intake.rs", 120),
        ("gateway/src/config.rs", 150),
    ];
    let mut faults = Vec::new();
    for (path, budget) in budgets {
        let module = path.replace(".rs", "/mod.rs");
        let found = sources
            .iter()
            .find(|source| source.path == path || source.path == module);
        match found.map(|source| source.production_lines) {
            None => faults.push(format!("{path} is not there")),
            Some(lines) if lines > budget => {
                faults.push(format!("{path} has {lines}, not {budget}"));
            }
            Some(_) => {}
        }
    }
    none("main.rs 40 lines, intake.rs 120, config.rs 150", &faults);
}

#[test]
fn the_budgets_as_measured_are_printed() {
    let sources = production().unwrap();
    let functions = all_functions(&sources);
    let parameters = Spread::of(
        functions
            .iter()
            .map(|function| function.parameters)
            .collect(),
    );
    println!(
        "budgets as measured over {} files, {} functions",
        sources.len(),
        functions.len()
    );
    println!(
        "  production lines a file   {}   (120 / 250 / 400)",
        lines(&sources)
    );
    println!(
        "  lines a function body     {}   (10 / 30 / 50)",
        bodies(&functions)
    );
    println!("  parameters                {parameters}   (max 5)");
    assert!(
        sources.len() > 50 && functions.len() > 200,
        "the files were found"
    );
}

#[test]
fn a_spread_takes_the_nearest_rank() {
    let spread = Spread::of((1..=10).collect());
    assert_eq!((spread.median, spread.p90, spread.max), (5, 9, 10));
    assert_eq!(spread.over(5, 9), Vec::<String>::new());
    assert_eq!(spread.over(4, 8).len(), 2);
}
