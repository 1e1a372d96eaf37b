//! What the pages about Cases have in common: their frame, and what a failure is answered with.

use http::StatusCode;
use maud::{DOCTYPE, Markup, html};

use super::STYLE;
use crate::rulings::Unruled;

/// A page with its title and what it shows.
pub(super) fn page(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Caseway console: " (title) }
                style { (STYLE) }
            }
            body {
                header { h1 { "Caseway" } p.quiet { a href="/" { "console" } " · " a href="/reviews" { "reviews" } " · " a href="/owed" { "owed" } } }
                main { (content) }
            }
        }
    }
}

/// What a failure is answered with.
pub(super) fn failed(error: &Unruled) -> (StatusCode, String) {
    match error {
        Unruled::Store(source) => {
            tracing::error!(error = %source, "a case could not be read or ruled on");
            let message = "The store cannot be used now; nothing was decided.";
            (StatusCode::SERVICE_UNAVAILABLE, message.to_owned())
        }
        Unruled::NoCase(_) => (StatusCode::NOT_FOUND, error.to_string()),
        Unruled::NoRuling(_) => (StatusCode::CONFLICT, error.to_string()),
        Unruled::Refused(_) | Unruled::NoReport(_) => {
            (StatusCode::UNPROCESSABLE_ENTITY, error.to_string())
        }
    }
}
