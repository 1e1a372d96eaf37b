//! The data dictionary of a Registry: one page, every variable, searchable, nothing to load.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::words;
use crate::registry::asked;
use crate::registry::table::{Mark, Table};
use crate::registry::{Asked, Place, Spine};

const STYLE: &str = include_str!("dictionary.css");
const SCRIPT: &str = include_str!("dictionary.js");

/// The page.
#[must_use]
pub fn dictionary(table: &Table, spine: &Spine) -> String {
    let all = asked::everything(table, spine);
    let carried: Vec<&Asked> = all
        .iter()
        .filter(|asked| {
            table
                .kinds
                .iter()
                .any(|kind| asked.is_carried_by(&kind.code))
        })
        .collect();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (table.name.en) ": data dictionary" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (head(table, carried.len()))
                main {
                    @for asked in &carried { (variable(table, asked, &all)) }
                    p id="none" hidden { "No variable has all of these words." }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    format!("{}\n", page.into_string())
}

fn head(table: &Table, count: usize) -> Markup {
    html! {
        header {
            h1 { (table.name.en) }
            p lang="nb" { (table.name.nb) }
            p {
                "Version " (table.version) ", for reports dated from " (table.valid_from) ". "
                "Tumours: " (words::of_scope(&table.scope)) "."
            }
            p {
                "Kinds of report: "
                @for (index, kind) in table.kinds.iter().enumerate() {
                    @if index > 0 { ", " }
                    @let dated = words::of_validity(kind.valid_from, kind.valid_to);
                    (kind.name.en) " (" code { (kind.code) }
                    @if !dated.is_empty() { ", " (dated) } ")"
                }
                "."
            }
            (owed(table))
            p {
                "How well a line is known: "
                @for known in [Mark::V, Mark::I, Mark::M] {
                    @let (letter, meaning) = words::of_mark(known);
                    b { (letter) } " " (meaning) "; "
                }
                "nothing here is official until the registry says so. "
                "A reason for a missing value (unknown, not performed, not applicable, \
                 not asked) answers a mandatory variable."
            }
            label for="words" { "Search " (count) " variables" }
            input id="words" type="search" autocomplete="off"
                placeholder="name, code, kind of report …";
        }
    }
}

/// The reports that the Registry waits for.
fn owed(table: &Table) -> Markup {
    html! {
        @if !table.owed.is_empty() {
            p { "Reports that are waited for once something is known, each until it is due:" }
            ul {
                @for owed in &table.owed {
                    @let (letter, _) = words::of_mark(owed.mark);
                    li {
                        (kind_name(table, &owed.kind)) ": " (words::of_owed(owed))
                        @if let Some(source) = &owed.source { " (" (source) ")" }
                        " " b { (letter) }
                    }
                }
            }
        }
    }
}

fn kind_name<'t>(table: &'t Table, code: &'t str) -> &'t str {
    let kind = table.kinds.iter().find(|kind| kind.code == code);
    kind.map_or(code, |kind| kind.name.en.as_str())
}

fn variable(table: &Table, asked: &Asked, all: &[Asked]) -> Markup {
    let variable = asked.variable;
    let (letter, meaning) = words::of_mark(variable.mark);
    html! {
        article id=(variable.id) {
            h2 {
                (variable.name.en) " " span lang="nb" { (variable.name.nb) }
                " " code { (variable.id) }
            }
            dl {
                (line("Need", &words::of_need(variable, all)))
                (line("Reports", &kinds(table, asked)))
                (line("Asked when", &words::of_validity(variable.valid_from, variable.valid_to)))
                (line("Type", words::of_type(variable.value_type)))
                (line("Bounds", &words::of_bounds(variable)))
                (line("Decimals", &variable.decimals.map_or(String::new(), |most| {
                    format!("at most {most}")
                })))
                (line("Element", variable.element.as_deref().unwrap_or("Observation")))
                @if asked.place() == Place::Observation { (codes(asked)) }
                (line("Note", variable.note.as_deref().unwrap_or_default()))
                (line("Source", variable.source.as_deref().unwrap_or_default()))
                (line("Known", &format!("{letter}: {meaning}")))
            }
            @if !variable.values.is_empty() { (values(asked)) }
        }
    }
}

fn line(term: &str, what: &str) -> Markup {
    html! {
        @if !what.is_empty() {
            dt { (term) } dd { (what) }
        }
    }
}

fn kinds(table: &Table, asked: &Asked) -> String {
    let carrying = table
        .kinds
        .iter()
        .filter(|kind| asked.is_carried_by(&kind.code));
    let names: Vec<&str> = carrying.map(|kind| kind.name.en.as_str()).collect();
    names.join(", ")
}

fn codes(asked: &Asked) -> Markup {
    html! {
        @for coding in asked.codings() {
            dt { "Code" }
            dd { code { (coding.code) } " in " (coding.system) }
        }
    }
}

fn values(asked: &Asked) -> Markup {
    let dated = asked.variable.dated_values().next().is_some();
    html! {
        table {
            tr {
                th { "Code" } th { "English" } th { "Norwegian" } th { "System" }
                @if dated { th { "In reports" } }
            }
            @for value in &asked.variable.values {
                tr {
                    td { code { (value.code) } }
                    td { (value.en) }
                    td lang="nb" { (value.nb) }
                    td { (asked.value_system(value)) }
                    @if dated { td { (words::of_validity(value.valid_from, value.valid_to)) } }
                }
            }
        }
    }
}
