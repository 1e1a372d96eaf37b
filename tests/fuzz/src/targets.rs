//! The targets: each takes any bytes, and asserts what must hold whatever they are.

use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use caseway_profiles::{Catalogue, Checked, Probe, Source, identity};
use caseway_proto::{Issue, Syntax};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::scene::{ISSUES_MAX, SCENE, ask, settings};

/// A target: its name, and what it does with any bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const ALL: [Target; 8] = [
    ("json", json),
    ("xml", xml),
    ("package", package),
    ("definition", definition),
    ("fhirpath", fhirpath),
    ("check_json", check_json),
    ("check_xml", check_xml),
    ("identity", identity),
];

/// The scan of JSON and its reading: what is read is read again as the same.
///
/// # Panics
///
/// It is not.
pub fn json(body: &[u8]) {
    if let Some(tree) = read(body, Syntax::Json) {
        let written = tree.to_string();
        assert_eq!(read(written.as_bytes(), Syntax::Json), Some(tree));
    }
}

/// The reading of XML, and the cutting of a batch: each part is a body of its own.
///
/// # Panics
///
/// One is not.
pub fn xml(body: &[u8]) {
    let _ = read(body, Syntax::Xml);
    for part in SCENE.catalogue.xml_entries(body).into_iter().flatten() {
        assert!(std::str::from_utf8(&part).is_ok(), "a part is text");
        let _ = read(&part, Syntax::Xml);
    }
}

fn read(body: &[u8], syntax: Syntax) -> Option<Value> {
    let limits = settings().limits;
    match SCENE.catalogue.read(body, syntax, &limits) {
        Ok(tree) => Some(tree),
        Err(issue) => {
            told(&issue);
            None
        }
    }
}

/// The loader of packages: the bytes as a package, as the archive within one, and as files,
/// of which a mutation reaches more than of what checksums guard.
pub fn package(bytes: &[u8]) {
    install(&Source::Package(bytes.to_vec()));
    let mut packed = GzEncoder::new(Vec::new(), Compression::none());
    if packed.write_all(bytes).is_ok()
        && let Ok(packed) = packed.finish()
    {
        install(&Source::Package(packed));
    }
    install(&Source::Files(files(bytes)));
}

/// What stands between the files of a seed.
pub const BETWEEN_FILES: u8 = 0x1e;

/// Files, each with its name in its first line.
fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let each = bytes.split(|byte| *byte == BETWEEN_FILES);
    let named = each.filter_map(|file| {
        let end = file.iter().position(|byte| *byte == b'\n')?;
        let name = String::from_utf8_lossy(&file[..end]).into_owned();
        Some((name, file[end + 1..].to_vec()))
    });
    named.collect()
}

/// A single definition in either syntax, then something checked against it.
pub fn definition(bytes: &[u8]) {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(tree) => used(|catalogue| {
            let defined = catalogue.define(std::slice::from_ref(&tree));
            if let (Ok(()), Some(url)) = (defined, tree["url"].as_str()) {
                check_against(catalogue, url);
            }
        }),
        Err(_) => install(&Source::Files(vec![("a.xml".to_owned(), bytes.to_vec())])),
    }
}

fn install(source: &Source) {
    used(|catalogue| {
        let Ok(defined) = catalogue.define_package(source, &[]) else {
            return;
        };
        for profile in defined.profiles.iter().take(8) {
            check_against(catalogue, profile);
        }
    });
}

/// A catalogue of R4 takes much longer to make than a definition to compile: it is used so
/// often, and of each URL the last definition counts.
const USES_MAX: usize = 64;

fn used(with: impl FnOnce(&mut Catalogue)) {
    static USED: Mutex<Option<(Catalogue, usize)>> = Mutex::new(None);
    let mut shared = USED.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = shared.take().filter(|(_, uses)| *uses < USES_MAX);
    let made = kept.or_else(|| Some((Catalogue::new(settings()).ok()?, 0)));
    if let Some((mut catalogue, uses)) = made {
        with(&mut catalogue);
        *shared = Some((catalogue, uses + 1));
    }
}

/// Checks something of each of some types against a profile.
fn check_against(catalogue: &Catalogue, profile: &str) {
    for kind in ["Bundle", "Observation", "Patient"] {
        let body = json!({
            "resourceType": kind,
            "extension": [{"url": profile, "valueString": "a"}],
            "contained": [{"resourceType": "Observation", "id": "a", "code": {"text": "a"}}],
            "hasMember": [{"reference": "#a"}],
        });
        let body = body.to_string();
        sound(&catalogue.check(body.as_bytes(), &ask(Syntax::Json, Some(profile))));
    }
}

/// FHIRPath: an expression is refused, or comes to an end on each of some resources.
pub fn fhirpath(text: &[u8]) {
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let Ok(probe) = Probe::new(text) else {
        return;
    };
    for resource in probed() {
        let _ = probe.holds(&SCENE.catalogue, resource);
    }
}

/// Resources with something of everything that expressions look at.
fn probed() -> &'static [Value] {
    static PROBED: std::sync::LazyLock<[Value; 2]> = std::sync::LazyLock::new(|| {
        [
            json!({
                "resourceType": "Patient", "id": "a", "active": true, "birthDate": "1955-01-01",
                "_birthDate": {"extension": [{"url": "http://a.example/b", "valueDateTime": "1955-01-01T10:00:00+01:00"}]},
                "name": [{"family": "B", "given": ["C", null, "D"], "_given": [null, {"id": "e"}, null]}],
                "contained": [{"resourceType": "Organization", "id": "o", "name": "O"}],
                "managingOrganization": {"reference": "#o"}, "multipleBirthInteger": 2,
            }),
            json!({
                "resourceType": "Observation", "status": "final", "effectiveDateTime": "2025-01-31",
                "code": {"coding": [{"system": "http://loinc.org", "code": "21889-1"}], "text": "size"},
                "valueQuantity": {"value": 12.50, "unit": "mm", "system": "http://unitsofmeasure.org", "code": "mm"},
                "component": [{"code": {"text": "a"}, "valueRatio": {"numerator": {"value": 1}}}],
            }),
        ]
    });
    &*PROBED
}

/// The whole check of a body in JSON.
pub fn check_json(body: &[u8]) {
    check(body, Syntax::Json);
}

/// The whole check of a body in XML.
pub fn check_xml(body: &[u8]) {
    check(body, Syntax::Xml);
}

/// At the door; where that is decided by the envelope alone, against its type too.
fn check(body: &[u8], syntax: Syntax) {
    let checked = SCENE.catalogue.check(body, &ask(syntax, None));
    sound(&checked);
    let tree = read(body, syntax);
    assert!(
        tree.is_some() || checked.fatal(),
        "what cannot be read is refused"
    );
    let kind = tree.as_ref().and_then(|tree| tree["resourceType"].as_str());
    if checked.issues.len() <= 1
        && let Some(kind) = kind
    {
        let profile = format!("http://hl7.org/fhir/StructureDefinition/{kind}");
        sound(&SCENE.catalogue.check(body, &ask(syntax, Some(&profile))));
    }
}

/// Identity numbers, alone and in a Patient.
///
/// # Panics
///
/// A number has another length, or a Patient another number.
pub fn identity(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(number) = identity::parse(&text) {
        assert_eq!(text.len(), 11, "a number has eleven digits");
        let _ = (number.born, number.sex);
    }
    for system in identity::NATIONAL {
        let patient = json!({
            "resourceType": "Patient",
            "identifier": [{"system": system, "value": text}],
        });
        let identity = identity::of_patient(&patient);
        assert!(identity.is_some_and(|identity| identity.number == text));
    }
}

/// What holds of every check.
fn sound(checked: &Checked) {
    assert!(
        checked.issues.len() <= ISSUES_MAX + 1,
        "no more findings than are told"
    );
    checked.issues.iter().for_each(told);
}

/// What holds of every finding.
fn told(issue: &Issue) {
    assert!(!issue.rule.is_empty() && !issue.message.is_empty());
    assert!(issue.line.is_some_and(|line| line > 0), "{}", issue.rule);
    assert!(
        issue.column.is_some_and(|column| column > 0),
        "{}",
        issue.rule
    );
}
