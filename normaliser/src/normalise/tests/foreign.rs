//! A Report written to another's profile is read by the same code.

use std::path::Path;
use std::sync::Arc;

use caseway_proto::{CaseEvent, Datum, Noun};
use serde_json::Value;

use super::{of, text};
use crate::testing::{Fixture, about, person};
use crate::{link, normalise};

/// The whole-patient example of the mCODE guide; `None` where the samples are absent.
fn sample() -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/samples/mcode/Bundle-mcode-patient-bundle-jenny-m.json");
    let Ok(bytes) = std::fs::read(path) else {
        println!("skipped: the samples of foreign reports are not beside the workspace");
        return None;
    };
    Some(serde_json::from_slice(&bytes).unwrap())
}

fn events(tree: &Value) -> Vec<Arc<CaseEvent>> {
    normalise(tree, &about("patient")).unwrap().events
}

#[test]
fn an_mcode_patient_bundle_becomes_one_tumour_of_the_left_breast() {
    let Some(tree) = sample() else { return };
    let mut facts = Fixture::new("bundle", 1).0;
    facts.events = events(&tree);
    let case = link(&person(1), &[facts]).unwrap();
    assert!(case.reviews.is_empty(), "{:?}", case.reviews);
    let [tumour] = &case.tumours[..] else {
        panic!("{} tumours", case.tumours.len());
    };
    assert_eq!(tumour.organ, "C50");
    assert_eq!(tumour.laterality.as_ref().unwrap().value, "left");
    assert_eq!(tumour.morphology.as_ref().unwrap().value, "8500/3");
    assert_eq!(tumour.diagnosed.as_ref().unwrap().value, "2018-03-16");
}

#[test]
fn its_stage_markers_and_treatments_are_told() {
    let Some(tree) = sample() else { return };
    let events = events(&tree);
    let names = |noun| -> Vec<&str> {
        let mut names: Vec<_> = of(&events, noun)
            .iter()
            .map(|event| event.values[0].name.as_str())
            .collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names(Noun::Stage), ["cm", "cn", "ct", "stage_clinical"]);
    for marker in ["er", "genetic_test", "her2", "pr"] {
        assert!(names(Noun::Marker).contains(&marker), "{marker}");
    }
    let mut classes: Vec<_> = of(&events, Noun::SystemicTherapy)
        .iter()
        .map(|event| text(event, "class"))
        .collect();
    classes.sort_unstable();
    assert_eq!(
        classes,
        ["chemotherapy", "chemotherapy", "chemotherapy", "endocrine"]
    );
    assert_eq!(of(&events, Noun::Surgery).len(), 2);
    assert_eq!(text(of(&events, Noun::Radiotherapy)[0], "sessions"), "31");
    assert_eq!(of(&events, Noun::FollowUp).len(), 1);
}

/// Follows a plain path such as `Bundle.entry[3].resource.code`.
fn at<'t>(tree: &'t Value, path: &str) -> Option<&'t Value> {
    path.split('.').skip(1).try_fold(tree, |value, step| {
        let (name, index) = step.strip_suffix(']').map_or((step, None), |step| {
            let (name, index) = step.split_once('[').unwrap();
            (name, Some(index.parse::<usize>().unwrap()))
        });
        let member = value.get(name).or_else(|| {
            let choice = |(key, _): &(&String, &Value)| key.starts_with(name);
            value
                .as_object()?
                .iter()
                .find(choice)
                .map(|(_, value)| value)
        })?;
        match index {
            Some(index) => member.get(index),
            None => Some(member),
        }
    })
}

#[test]
fn every_value_stands_where_its_element_says() {
    let Some(tree) = sample() else { return };
    for event in events(&tree) {
        assert!(at(&tree, &event.provenance.element).is_some());
        for value in &event.values {
            let found = at(&tree, &value.element);
            assert!(found.is_some(), "{} at {}", value.name, value.element);
            if let (Datum::Quantity { value, .. }, Some(found)) = (&value.datum, found) {
                assert_eq!(&found["value"].to_string(), value);
            }
        }
    }
}
