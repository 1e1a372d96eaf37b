//! A form with a reason that no other site's page sent, and who gives it: the Operator of the
//! configuration.

use axum::Form;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};

use super::Console;
use crate::reason::reason;

/// What a person says, and why.
pub(crate) struct Reasoned {
    /// The reason.
    pub(super) reason: String,
    /// Who gives it.
    pub(super) operator: String,
    /// Everything the form sends: names and values, some names several times.
    fields: Vec<(String, String)>,
}

impl Reasoned {
    /// The reason and who gives it.
    pub(super) fn why(self) -> (String, String) {
        (self.reason, self.operator)
    }

    /// Every value of a field.
    pub(super) fn all(&self, name: &'static str) -> impl Iterator<Item = &str> {
        values(&self.fields, name)
    }
}

impl FromRequest<Console> for Reasoned {
    type Rejection = Response;

    async fn from_request(request: Request, console: &Console) -> Result<Self, Response> {
        if from_elsewhere(request.headers()) {
            let message = "A reason is given on the console's own page.";
            return Err(refused(StatusCode::FORBIDDEN, message));
        }
        let form = Form::from_request(request, console).await;
        let Form(fields): Form<Vec<(String, String)>> =
            form.map_err(IntoResponse::into_response)?;
        let written = values(&fields, "reason").next().unwrap_or_default();
        let reason = reason(written);
        let reason = reason.map_err(|what| refused(StatusCode::UNPROCESSABLE_ENTITY, what))?;
        Ok(Self {
            reason,
            operator: console.house.config.console.operator.clone(),
            fields,
        })
    }
}

fn values<'f>(fields: &'f [(String, String)], name: &'static str) -> impl Iterator<Item = &'f str> {
    let named = fields.iter().filter(move |(field, _)| field == name);
    named.map(|(_, value)| value.as_str())
}

/// Whether another site's page sent the form (Fetch Metadata, `Sec-Fetch-Site`).
/// Tools that send no such header are let through: the address is the permission.
fn from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok());
    site.is_some_and(|site| !matches!(site, "same-origin" | "none"))
}

/// An answer that says what to do.
pub(super) fn refused(status: StatusCode, message: &'static str) -> Response {
    (status, message).into_response()
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::from_elsewhere;

    #[test]
    fn only_the_consoles_own_page_and_tools_are_let_through() {
        let sent = |site: &str| {
            let site = ("sec-fetch-site".parse().unwrap(), site.parse().unwrap());
            from_elsewhere(&HeaderMap::from_iter([site]))
        };
        assert!(sent("cross-site") && sent("same-site"));
        assert!(!sent("same-origin") && !sent("none"));
        assert!(!from_elsewhere(&HeaderMap::new()));
    }
}
