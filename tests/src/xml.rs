//! Reports as FHIR XML, written by another implementation than the one that reads them.

use anyhow::Context as _;
use fhirbolt::FhirReleases;
use fhirbolt::element::Element;
use serde_json::Value;

/// A resource as FHIR XML. White space in narratives is not kept.
///
/// # Errors
/// When it is no resource of R4.
pub fn xml(resource: &Value) -> anyhow::Result<Vec<u8>> {
    let element: Element<{ FhirReleases::R4 }> =
        fhirbolt::json::from_json_value(resource.clone(), None).context("no FHIR resource")?;
    Ok(fhirbolt::xml::to_vec(&element, None)?)
}

/// A resource of ours in XML, as the JSON that it would be.
///
/// # Errors
/// When it is no resource of R4.
pub fn json(body: &[u8]) -> anyhow::Result<Value> {
    let element: Element<{ FhirReleases::R4 }> =
        fhirbolt::xml::from_slice(body, None).context("no FHIR resource")?;
    Ok(fhirbolt::json::to_json_value(element, None)?)
}
