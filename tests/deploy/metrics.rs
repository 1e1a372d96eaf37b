//! Every metric that an alert, a dashboard or an autoscaler looks at is one that the code has.

use std::collections::BTreeSet;

use caseway_tests::repository::{text, tracked};
use proc_macro2::{TokenStream, TokenTree};

use super::{dashboards, given, none};

/// What looks at metrics, besides the dashboards.
const LOOKING: [&str; 5] = [
    "deploy/prometheus/alerts.yml",
    "deploy/prometheus/alerts.test.yml",
    "deploy/helm/caseway/templates/autoscalers.yaml",
    "deploy/compose/prometheus.yml",
    "docs/runbooks.md",
];
/// What Prometheus makes of a histogram.
const OF_A_HISTOGRAM: [&str; 3] = ["_bucket", "_sum", "_count"];

#[test]
fn whatever_is_looked_at_is_a_metric_that_the_code_has() {
    let known = known().unwrap();
    assert!(
        known.len() > 10,
        "the metrics of the code were read: {known:?}"
    );
    let mut looked_at: Vec<(String, String)> = Vec::new();
    for path in LOOKING {
        let text = given(path).unwrap();
        looked_at.extend(named(&text).map(|name| (path.to_owned(), name.to_owned())));
    }
    for (path, expression) in dashboards::expressions().unwrap() {
        looked_at.extend(named(&expression).map(|name| (path.clone(), name.to_owned())));
    }
    assert!(looked_at.len() > 30, "what looks at them was read");
    let strange = looked_at
        .iter()
        .filter(|(_, name)| !known.contains(name) && name != "caseway_");
    let faults: Vec<String> = strange
        .map(|(path, name)| format!("{path}: {name}"))
        .collect();
    none("what is looked at is a metric of the code", &faults);
}

#[test]
fn a_metric_is_found_inside_another_macro_and_a_described_one_is_not() {
    let source = "fn a() { select! { _ = b => { metrics::gauge!(\"caseway_a\").set(1.0); } } \
                  metrics::histogram!(\"caseway_b\", \"hop\" => c); describe_gauge!(\"caseway_d\", \"\"); }";
    let mut found = BTreeSet::new();
    collect(source.parse().unwrap(), &mut found);
    let expected = [
        "caseway_a",
        "caseway_b_bucket",
        "caseway_b_count",
        "caseway_b_sum",
    ];
    assert_eq!(found, expected.map(str::to_owned).into());
}

/// The words of a text that start like a metric of ours.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words.filter(|word| word.starts_with("caseway_"))
}

/// The metrics of the code, by the names that Prometheus reads.
fn known() -> anyhow::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for path in tracked()? {
        let rust = path.strip_suffix(".rs");
        if rust.is_some_and(|rust| !rust.split('/').any(|part| part == "tests")) {
            let source = text(&path).unwrap_or_default();
            let tokens = source.parse::<TokenStream>();
            let tokens = tokens.map_err(|error| anyhow::anyhow!("{path} is not Rust: {error}"))?;
            collect(tokens, &mut found);
        }
    }
    Ok(found)
}

/// Adds the names in `counter!`, `gauge!` and `histogram!`, however deep they stand.
fn collect(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else {
            continue;
        };
        let before = &tokens[..at];
        if let [.., TokenTree::Ident(kind), TokenTree::Punct(mark)] = before
            && mark.as_char() == '!'
        {
            found.extend(exported(&kind.to_string(), &group.stream()));
        }
        collect(group.stream(), found);
    }
}

fn exported(kind: &str, arguments: &TokenStream) -> Vec<String> {
    let Some(TokenTree::Literal(name)) = arguments.clone().into_iter().next() else {
        return Vec::new();
    };
    let name = name.to_string().trim_matches('"').to_owned();
    match kind {
        "counter" | "gauge" => vec![name],
        "histogram" => OF_A_HISTOGRAM.map(|end| format!("{name}{end}")).into(),
        _ => Vec::new(),
    }
}
