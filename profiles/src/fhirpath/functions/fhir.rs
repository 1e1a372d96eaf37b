//! FHIR's own functions (R4, FHIRPath: Additional functions).

use serde_json::Value;

use super::{Call, Function};
use crate::fhirpath::collection::Collection;
use crate::fhirpath::element::Element;
use crate::fhirpath::item::Item;
use crate::fhirpath::operators::{self, child, single};
use crate::fhirpath::tree::Name;
use crate::fhirpath::{Answer, Stop, Within};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("extension", 1, 1, extension),
    Function::new("hasValue", 0, 0, |call| {
        Ok(primitive(call).is_some().into())
    }),
    Function::new("getValue", 0, 0, |call| {
        let library = call.run.scene.library;
        Ok(primitive(call).map(|item| item.plain(library)).into())
    }),
    Function::new("resolve", 0, 0, resolve),
    Function::new("memberOf", 1, 1, member_of),
    Function::new("conformsTo", 1, 1, conforms_to),
    Function::new("htmlChecks", 0, 0, html_checks),
];

static EXTENSION: std::sync::LazyLock<Name> = std::sync::LazyLock::new(|| Name::new("extension"));

/// The extensions of that URL.
fn extension<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let Some(url) = call.text(0)? else {
        return Ok(Collection::Empty);
    };
    let mut found = Collection::Empty;
    for item in call.input.iter() {
        child(call.run, item, &EXTENSION, &mut found)?;
    }
    call.run.spend(found.len())?;
    let named = |item: &Item<'e>| {
        let element = item.element();
        element
            .is_some_and(|element| element.value().get("url").and_then(Value::as_str) == Some(&url))
    };
    Ok(found.into_iter().filter(named).collect())
}

/// The one item, where it is a primitive with a value.
fn primitive<'c, 'e>(call: &'c Call<'_, 'e>) -> Option<&'c Item<'e>> {
    let [item] = call.input.as_slice() else {
        return None;
    };
    let valued = |element: &Element<'e>| {
        matches!(
            element.value(),
            Value::String(_) | Value::Number(_) | Value::Bool(_)
        )
    };
    let is_value = match item {
        Item::Element(element) => valued(element),
        Item::Quantity(_) | Item::Type(..) => false,
        _ => true,
    };
    is_value.then_some(item)
}

/// What references lead to; what is not at hand is left out, and the answer then in doubt.
fn resolve<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let mut found = Collection::Empty;
    for item in call.input.iter() {
        call.run.spend(1)?;
        let Some(value) = item.element().map(Element::value) else {
            continue;
        };
        let reference = value.as_str().or_else(|| value.get("reference")?.as_str());
        let Some(reference) = reference else {
            continue;
        };
        let scene = &call.run.scene;
        match scene.answers.references.resource(reference, scene.root) {
            Some(resource) => found.push(Item::Element(Element::resource(resource))),
            None => call.run.doubt(),
        }
    }
    Ok(found)
}

/// Whether a code is in a value set; of a concept, whether one of its codings is.
fn member_of<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let (Some(item), Some(url)) = (single(&call.input)?, call.text(0)?) else {
        return Ok(Collection::Empty);
    };
    let codes = codes(item)?;
    let mut best = Some(false);
    for (system, code) in codes {
        call.run.spend(1)?;
        let terminology = call.run.scene.answers.terminology;
        match terminology.is_member(&url, system, code) {
            Some(true) => return Ok(true.into()),
            Some(false) => {}
            None => best = None,
        }
    }
    if best.is_none() {
        call.run.doubt();
    }
    Ok(best.into())
}

/// The codes that an item says, each with its system.
fn codes<'c>(item: &'c Item<'_>) -> Result<Vec<(Option<&'c str>, &'c str)>, Stop> {
    let value = match item {
        Item::Text(text) => return Ok(vec![(None, text)]),
        Item::Element(element) => element.value(),
        _ => return Err(Stop::Types),
    };
    let coding = |value: &'c Value| {
        let system = value.get("system").and_then(Value::as_str);
        Some((system, value.get("code")?.as_str()?))
    };
    Ok(
        match (value, value.get("coding").and_then(Value::as_array)) {
            (Value::String(code), _) => vec![(None, code)],
            (_, Some(codings)) => codings.iter().filter_map(coding).collect(),
            (value, None) => coding(value).into_iter().collect(),
        },
    )
}

/// Whether the one item meets a profile; of one that nobody knows it is in doubt.
fn conforms_to<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let (Some(item), Some(profile)) = (single(&call.input)?, call.text(0)?) else {
        return Ok(Collection::Empty);
    };
    let value = item.element().map(Element::value).ok_or(Stop::Types)?;
    let scene = &call.run.scene;
    let within = Within {
        resource: scene.resource,
        root: scene.root,
    };
    let conforms = scene.answers.profiles.conforms(value, within, &profile);
    if conforms.is_none() {
        call.run.doubt();
    }
    Ok(conforms.into())
}

fn html_checks<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    match operators::plain(call.run, &call.input)? {
        None => Ok(Collection::Empty),
        Some(Item::Text(text)) => {
            call.run.spend(text.len() / 64)?;
            Ok((call.run.scene.answers.narrative)(&text).into())
        }
        Some(_) => Err(Stop::Types),
    }
}
