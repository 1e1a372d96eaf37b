//! Statistics as one page with charts, whole in itself.

use std::collections::BTreeMap;

use caseway_normaliser::{Count, MEASURES, Measure, MeasureForm};
use caseway_profiles::Catalogue;
use caseway_profiles::registry::Mark;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::rows::Row;

const STYLE: &str = include_str!("style.css");

/// How wide a bar is that is whole.
const WIDTH: f64 = 100.0;

/// The page.
pub(super) fn page(rows: &[Row<'_>], catalogue: &Catalogue, hidden_below: u64) -> String {
    let mut registries: BTreeMap<&str, Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows {
        registries.entry(&row.key.registry.0).or_default().push(row);
    }
    let name = |id: &str| {
        let mut all = catalogue.registries();
        all.find(|registry| registry.id.0 == id)
            .map_or_else(|| id.to_owned(), |registry| registry.name.en.clone())
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Caseway: what the registries publish" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "What the registries publish" }
                p.quiet {
                    "Numbers out of fewer than " (hidden_below) " are hidden, and so is the smallest beside a number that the sum would tell. "
                    "A hospital is named by its organisation number."
                }
                nav { @for id in registries.keys() { a href=(format!("#{id}")) { (name(id)) } " " } }
                @if registries.is_empty() { p { "Nothing was counted: there are no cases." } }
                @for (id, rows) in &registries {
                    section id=(id) {
                        h2 { (name(id)) }
                        @for measure in MEASURES { (section(measure, rows)) }
                    }
                }
            }
        }
    };
    page.into_string()
}

/// One measure of a Registry.
fn section(measure: &Measure, rows: &[&Row<'_>]) -> Markup {
    let mut charts: BTreeMap<&str, Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.key.measure == measure.id) {
        charts.entry(&row.key.of).or_default().push(row);
    }
    html! {
        @if !charts.is_empty() {
            details open[charts.len() < 10] {
                summary { h3 { (measure.en) } " " span.quiet { (measure.nb) } }
                p.quiet { (measure.definition) " " em { (measure.source) " (" (certainty(measure.mark)) ")." } }
                div.charts { @for (of, rows) in &charts { (chart(measure, of, rows)) } }
            }
        }
    }
}

/// How well it is known that the Registries define a measure so.
const fn certainty(mark: Mark) -> &'static str {
    match mark {
        Mark::V => "published",
        Mark::I => "inferred from what is published",
        Mark::M => "general knowledge, not verified",
    }
}

/// The bars of one kind of report or variable: a bar a year and hospital.
fn chart(measure: &Measure, of: &str, rows: &[&Row<'_>]) -> Markup {
    let most = rows.iter().filter_map(|row| Some(row.count?.of)).max();
    html! {
        figure {
            @if !of.is_empty() { figcaption { (of) } }
            table {
                thead { tr { th { "Year" } th { "Hospital" } th {} th.number { (heading(measure.form)) } } }
                tbody { @for row in rows {
                    tr {
                        td { (row.key.year) }
                        td { @if row.key.hospital.is_empty() { span.quiet { "not named" } } @else { (row.key.hospital) } }
                        td.bar { @if let Some(count) = row.count { (bar(measure, count, most)) } }
                        td.number { (number(measure.form, row.count)) }
                    }
                } }
            }
        }
    }
}

const fn heading(form: MeasureForm) -> &'static str {
    match form {
        MeasureForm::Share => "share, of",
        MeasureForm::Number => "number",
    }
}

fn number(form: MeasureForm, count: Option<Count>) -> String {
    match (count, form) {
        (None, _) => "hidden".to_owned(),
        (Some(count), MeasureForm::Share) => {
            format!("{:.0} % of {}", 100.0 * share(count), count.of)
        }
        (Some(count), MeasureForm::Number) => count.count.to_string(),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no country has so many cases that a bar would show it"
)]
fn share(count: Count) -> f64 {
    count.count as f64 / count.of.max(1) as f64
}

/// A bar; of coverage with the bands at 60 and 80 per cent.
fn bar(measure: &Measure, count: Count, most: Option<u64>) -> Markup {
    let long = match measure.form {
        MeasureForm::Share => share(count),
        MeasureForm::Number => share(Count {
            count: count.count,
            of: most.unwrap_or(1),
        }),
    };
    let banded = measure.id == "coverage";
    let band = match long {
        _ if !banded => "plain",
        _ if long >= 0.8 => "high",
        _ if long >= 0.6 => "moderate",
        _ => "low",
    };
    let width = format!("{:.1}", WIDTH * long);
    html! {
        svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label=(format!("{band}, {width} of 100")) {
            rect.back width="100" height="8" {}
            rect class=(band) width=(width) height="8" {}
            @if banded { line x1="60" x2="60" y2="8" {} line x1="80" x2="80" y2="8" {} }
        }
    }
}
