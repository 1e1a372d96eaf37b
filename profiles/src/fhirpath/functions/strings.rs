//! Texts (N1, 5.6): positions and lengths count characters.

use std::borrow::Cow;

use regex::Regex;

use super::{Call, Function, Takes};
use crate::fhirpath::collection::Collection;
use crate::fhirpath::item::Item;
use crate::fhirpath::parse::pattern;
use crate::fhirpath::tree::Expr;
use crate::fhirpath::{Answer, BYTES_A_STEP, Stop};

/// The most bytes that a replacement may make.
const MADE_BYTES_MAX: usize = 1 << 20;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("indexOf", 1, 1, index_of),
    Function::new("substring", 1, 2, substring),
    Function::new("startsWith", 1, 1, |call| {
        test(call, |text, part| text.starts_with(part))
    }),
    Function::new("endsWith", 1, 1, |call| {
        test(call, |text, part| text.ends_with(part))
    }),
    Function::new("contains", 1, 1, |call| {
        test(call, |text, part| text.contains(part))
    }),
    Function::new("upper", 0, 0, |call| changed(call, str::to_uppercase)),
    Function::new("lower", 0, 0, |call| changed(call, str::to_lowercase)),
    Function::new("replace", 2, 2, replace),
    Function::new("matches", 1, 1, matches).taking(Takes::Pattern),
    Function::new("replaceMatches", 2, 2, replace_matches).taking(Takes::Pattern),
    Function::new("length", 0, 0, |call| {
        let length = input(call)?.map(|text| text.chars().count());
        let length = length.and_then(|length| i32::try_from(length).ok());
        Ok(length.map(Item::Integer).into())
    }),
    Function::new("toChars", 0, 0, |call| {
        let text = input(call)?.unwrap_or_default();
        call.run.spend(text.len())?;
        let letters = text.chars().map(|letter| Item::text(letter.to_string()));
        Ok(letters.collect())
    }),
];

/// The text that the input is.
fn input<'e>(call: &Call<'_, 'e>) -> Result<Option<Cow<'e, str>>, Stop> {
    match call.plain()? {
        None => Ok(None),
        Some(Item::Text(text)) => Ok(Some(text)),
        Some(_) => Err(Stop::Types),
    }
}

fn test<'e>(call: &Call<'_, 'e>, holds: fn(&str, &str) -> bool) -> Answer<'e> {
    let (Some(text), Some(part)) = (input(call)?, call.text(0)?) else {
        return Ok(Collection::Empty);
    };
    Ok(holds(&text, &part).into())
}

fn changed<'e>(call: &Call<'_, 'e>, change: fn(&str) -> String) -> Answer<'e> {
    Ok(input(call)?.map(|text| Item::text(change(&text))).into())
}

fn index_of<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let (Some(text), Some(part)) = (input(call)?, call.text(0)?) else {
        return Ok(Collection::Empty);
    };
    let at = text.find(&*part).map(|at| text[..at].chars().count());
    let at = at.map_or(Some(-1), |at| i32::try_from(at).ok());
    Ok(at.map(Item::Integer).into())
}

fn substring<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let (Some(text), Some(start)) = (input(call)?, call.whole(0)?) else {
        return Ok(Collection::Empty);
    };
    let Some(start) = usize::try_from(start).ok() else {
        return Ok(Collection::Empty);
    };
    if start >= text.chars().count() {
        return Ok(Collection::Empty);
    }
    let length = call
        .whole(1)?
        .map(|length| usize::try_from(length).unwrap_or(0));
    let rest = text.chars().skip(start);
    let part: String = match length {
        Some(length) => rest.take(length).collect(),
        None => rest.collect(),
    };
    Ok(Item::text(part).into())
}

fn replace<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let (Some(text), Some(old), Some(new)) = (input(call)?, call.text(0)?, call.text(1)?) else {
        return Ok(Collection::Empty);
    };
    bounded(call, text.len().saturating_add(1), new.len())?;
    Ok(Item::text(text.replace(&*old, &new)).into())
}

/// Refuses to make a text that could be too long.
fn bounded(call: &Call<'_, '_>, places: usize, each: usize) -> Result<(), Stop> {
    let most = places.saturating_mul(each.saturating_add(1));
    if most > MADE_BYTES_MAX {
        return Err(Stop::Steps);
    }
    call.run.spend(most / BYTES_A_STEP)
}

/// The regular expression of a call: compiled before, or now.
fn regex<'e>(call: &Call<'_, 'e>) -> Result<Option<Cow<'e, Regex>>, Stop> {
    if let Some(Expr::Pattern(pattern)) = call.args.first() {
        return Ok(Some(Cow::Borrowed(pattern)));
    }
    let Some(text) = call.text(0)? else {
        return Ok(None);
    };
    call.run.spend(1000 + text.len())?;
    pattern(&text)
        .map(|made| Some(Cow::Owned(made)))
        .ok_or(Stop::Types)
}

fn matches<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let (Some(text), Some(regex)) = (input(call)?, regex(call)?) else {
        return Ok(Collection::Empty);
    };
    Ok(regex.is_match(&text).into())
}

fn replace_matches<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let (Some(text), Some(regex), Some(new)) = (input(call)?, regex(call)?, call.text(1)?) else {
        return Ok(Collection::Empty);
    };
    // A group may be as long as the text, as often as the replacement names one.
    let groups = new.matches('$').count();
    let each = new.len().saturating_add(groups.saturating_mul(text.len()));
    bounded(call, text.len().saturating_add(1), each)?;
    Ok(Item::text(regex.replace_all(&text, &*new).into_owned()).into())
}
