//! The same expressions on the same resources in another engine, `rh-fhirpath`.
//!
//! Each kind of difference that is accepted stands in a table with the section that decides.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rh_fhirpath::{EvaluationContext, FhirPathEvaluator, FhirPathParser, FhirPathValue};
use serde_json::{Value, json};

use super::{Stop, found_in};

/// How many expressions are compared.
const ROUNDS: usize = 3000;

/// A kind of difference.
struct Accepted {
    name: &'static str,
    section: &'static str,
    is: fn(&str, &Ours, &Theirs) -> bool,
}

/// What this engine found, or why it stopped.
type Ours = Result<Vec<String>, Stop>;

/// What the other one found; nothing where it stopped.
type Theirs = Option<Vec<String>>;

/// Paths of the trees that the other engine keeps as typed or extended primitives.
const TYPED: [&str; 9] = [
    "status",
    "gender",
    "active",
    "deceased",
    "code.coding.code",
    "(id)",
    "birthDate",
    "given",
    "telecom",
];

/// What looks at the type of a primitive.
const CONVERTING: [&str; 9] = [
    "toBoolean",
    "toInteger",
    "toDecimal",
    "toDate",
    "toQuantity",
    "toString",
    "convertsTo",
    "is(string)",
    "hasValue",
];

const ACCEPTED: &[Accepted] = &[
    Accepted {
        name: "several items where one is asked for are an error, not empty or the first",
        section: "N1, 4.5 Singleton Evaluation of Collections",
        is: |_, ours, _| *ours == Err(Stop::Several),
    },
    Accepted {
        name: "operands of types that are not taken are an error, not empty",
        section: "N1, 5.1.6 allTrue; 5.6; 5.7; 6.2; 6.6: signal an error",
        is: |_, ours, theirs| *ours == Err(Stop::Types) && theirs.is_some(),
    },
    Accepted {
        name: "an operand that cannot change the result need not be evaluated",
        section: "N1, 6.5 Boolean logic",
        is: |text, ours, theirs| {
            ours.is_ok()
                && theirs.is_none()
                && [" and ", " or ", " xor ", " implies "]
                    .iter()
                    .any(|each| text.contains(each))
        },
    },
    Accepted {
        name: "iif looks at the whole input, of any number of items",
        section: "N1, 5.5.1 iif",
        is: |text, ours, theirs| ours.is_ok() && theirs.is_none() && text.contains("iif"),
    },
    Accepted {
        name: "code, id, boolean, dateTime are converted to FHIRPath's own, with extensions too",
        section: "R4, FHIRPath: implicit conversion of primitives",
        is: |text, ours, theirs| {
            let named = |words: &[&str]| words.iter().any(|word| text.contains(word));
            ours.is_ok() && named(&TYPED) && (theirs.is_none() || named(&CONVERTING))
        },
    },
    Accepted {
        name: "a number is a quantity without a unit; other units do not compare",
        section: "N1, 3 implicit conversions; 6.1.1 and 6.2 on quantities",
        is: |text, ours, _| {
            *ours == Ok(vec![])
                && ["value", "'g'", "'mg'", "days"]
                    .iter()
                    .any(|each| text.contains(each))
        },
    },
    Accepted {
        name: "& takes every value as its text",
        section: "N1, 6.6.7 leaves open what is no String; FHIR's own validator takes it so",
        is: |text, ours, theirs| ours.is_ok() && theirs.is_none() && text.contains(" & "),
    },
    Accepted {
        name: "roots are reckoned with decimals, not with floating point",
        section: "N1, 5.7.9 sqrt says no precision",
        is: |text, ours, theirs| {
            let short = |found: &String| found.get(..12).map(str::to_owned);
            text.contains("sqrt")
                && ours
                    .as_ref()
                    .ok()
                    .map(|found| found.iter().map(short).collect::<Vec<_>>())
                    == theirs
                        .as_ref()
                        .map(|found| found.iter().map(short).collect())
        },
    },
];

fn theirs(expression: &str, tree: &Value) -> Theirs {
    let parsed = FhirPathParser::new().parse(expression).ok()?;
    let context = EvaluationContext::new(tree.clone());
    let value = FhirPathEvaluator::new().evaluate(&parsed, &context).ok()?;
    let mut found = Vec::new();
    flatten(value, &mut found);
    Some(found.iter().map(|text| plain(text)).collect())
}

fn flatten(value: FhirPathValue, found: &mut Vec<String>) {
    match value {
        FhirPathValue::Empty => {}
        FhirPathValue::Collection(items) | FhirPathValue::UnorderedCollection(items) => {
            for item in items {
                flatten(item, found);
            }
        }
        FhirPathValue::Boolean(truth) | FhirPathValue::TypedBoolean { value: truth, .. } => {
            found.push(truth.to_string());
        }
        FhirPathValue::String(text)
        | FhirPathValue::TypedString { value: text, .. }
        | FhirPathValue::Date(text)
        | FhirPathValue::DateTime(text)
        | FhirPathValue::TypedDateTime { value: text, .. } => found.push(text),
        FhirPathValue::Time(text) => {
            found.push(text.strip_prefix('T').unwrap_or(&text).to_owned());
        }
        FhirPathValue::Number(number) => found.push(number.normalize().to_string()),
        FhirPathValue::Integer(whole) | FhirPathValue::Long(whole) => {
            found.push(whole.to_string());
        }
        FhirPathValue::Quantity { value, unit } => {
            let unit = unit.unwrap_or_else(|| "1".to_owned());
            found.push(format!("{} {unit}", value.normalize()));
        }
        FhirPathValue::Object(value) | FhirPathValue::TypedObject { value, .. } => {
            found.push(value.to_string());
        }
        FhirPathValue::FhirPrimitive { inner, .. } => flatten(*inner, found),
        FhirPathValue::DateTimePrecision(_) => found.push("precision".to_owned()),
    }
}

fn ours(expression: &str, tree: &Value) -> Ours {
    let found = found_in(tree, expression)?;
    Ok(found.iter().map(|text| plain(text)).collect())
}

/// Without what the two write differently: quotes of units, zeros at the end of decimals.
fn plain(text: &str) -> String {
    let text = text.replace('\'', "");
    match text.split_once(' ') {
        Some((number, unit)) => format!("{} {}", normal(number), unit.trim_end_matches('s')),
        None => normal(&text),
    }
}

fn normal(text: &str) -> String {
    let decimal: Option<rust_decimal::Decimal> = text.parse().ok();
    match decimal {
        Some(decimal) if text.contains('.') && !text.starts_with('.') => {
            decimal.normalize().to_string()
        }
        _ => text.to_owned(),
    }
}

fn trees() -> [Value; 3] {
    [
        super::observation(),
        json!({
            "resourceType": "Patient", "id": "p", "active": true, "birthDate": "1974-12-25",
            "gender": "male", "deceasedDateTime": "2015-02",
            "name": [
                {"use": "official", "family": "A", "given": ["B", "C"]},
                {"use": "usual", "given": ["B"]}
            ],
            "contact": [{"name": {"family": "D"}, "telecom": [{"system": "phone", "value": "1"}]}]
        }),
        json!({
            "resourceType": "Observation", "status": "final", "code": {"text": "b"},
            "valueInteger": 7, "referenceRange": [
                {"low": {"value": 1, "unit": "g", "system": "http://unitsofmeasure.org", "code": "g"}}
            ]
        }),
    ]
}

/// What an expression starts at.
const PATHS: &[&str] = &[
    "status",
    "name.given",
    "name.family",
    "name.where(use = 'usual').given",
    "birthDate",
    "deceased",
    "active",
    "gender",
    "note.text",
    "code.text",
    "code.coding.code",
    "component",
    "component.code.text",
    "contact.telecom.value",
    "value",
    "issued",
    "effective.start",
    "name",
    "name.given.first()",
    "note.text.distinct()",
    "id",
    "method",
    "(1 | 2 | 3)",
    "('a' | 'b')",
    "{}",
    "1",
    "1.50",
    "'a'",
    "'1.5'",
    "'final'",
    "true",
    "false",
    "@2015",
    "@2015-02-04",
    "@2015-02-04T10:00:00Z",
    "@T10:30",
    "4 days",
    "1 'g'",
    "500 'mg'",
    "-2",
];

/// What it goes on with.
const STEPS: &[&str] = &[
    "exists()",
    "empty()",
    "not()",
    "count()",
    "first()",
    "last()",
    "tail()",
    "skip(1)",
    "take(1)",
    "distinct()",
    "isDistinct()",
    "toString()",
    "toInteger()",
    "toDecimal()",
    "toBoolean()",
    "toDate()",
    "toDateTime()",
    "toQuantity()",
    "convertsToInteger()",
    "convertsToDate()",
    "length()",
    "upper()",
    "substring(1)",
    "substring(0, 1)",
    "indexOf('a')",
    "startsWith('B')",
    "contains('i')",
    "matches('^[a-z]+$')",
    "replace('a', 'x')",
    "abs()",
    "round(1)",
    "floor()",
    "sqrt()",
    "power(2)",
    "where($this = 'B')",
    "select($this)",
    "all($this.exists())",
    "exists($this = 'B')",
    "is(string)",
    "ofType(Quantity)",
    "intersect('B' | 'C')",
    "exclude('B')",
    "union('z')",
    "combine('z')",
    "subsetOf('B' | 'C' | 'one' | 'two')",
    "single()",
    "allTrue()",
    "iif(exists(), 'y', 'n')",
    "hasValue()",
    "toChars()",
    "truncate()",
];

/// What two of them are joined by.
const OPERATORS: &[&str] = &[
    "=", "!=", "~", "!~", "<", "<=", ">", ">=", "and", "or", "xor", "implies", "+", "-", "*", "/",
    "div", "mod", "&", "|", "in", "contains",
];

fn expression() -> impl Strategy<Value = String> {
    let path = prop::sample::select(PATHS);
    let step = prop::sample::select(STEPS);
    let operator = prop::sample::select(OPERATORS);
    let term = (path, prop::collection::vec(step, 0..3)).prop_map(|(path, steps)| {
        steps
            .iter()
            .fold(format!("({path})"), |text, step| format!("{text}.{step}"))
    });
    (term.clone(), prop::option::of((operator, term))).prop_map(|(left, right)| match right {
        Some((operator, right)) => format!("{left} {operator} {right}"),
        None => left,
    })
}

#[test]
fn the_other_engine_finds_the_same_but_for_what_the_specification_decides() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut counts = vec![0; ACCEPTED.len()];
    let mut same = 0;
    let mut strange = Vec::new();
    for round in 0..ROUNDS {
        let expression = expression().new_tree(&mut runner).unwrap().current();
        let tree = &trees()[round % 3];
        let (ours, theirs) = (ours(&expression, tree), theirs(&expression, tree));
        if ours.as_ref().ok() == theirs.as_ref() {
            same += 1;
        } else if let Some(at) = ACCEPTED
            .iter()
            .position(|each| (each.is)(&expression, &ours, &theirs))
        {
            counts[at] += 1;
        } else {
            strange.push(format!("{expression}: ours {ours:?}, theirs {theirs:?}"));
        }
    }
    println!("{same} of {ROUNDS} the same");
    for (each, count) in ACCEPTED.iter().zip(counts) {
        println!("{count} {} ({})", each.name, each.section);
    }
    assert!(
        strange.is_empty(),
        "{} strange:\n{}",
        strange.len(),
        strange.join("\n")
    );
}
