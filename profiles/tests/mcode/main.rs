//! The examples of a package written elsewhere: each finding is accounted for in
//! `findings.toml`, and each line there is still needed.
//!
//! Says plainly where the package does not lie beside the repository. Each example is
//! checked against the profiles that it names itself.

mod account;
mod package;

use caseway_profiles::{Ask, Catalogue, Checked, Foreign, Settings, Source};
use caseway_proto::{RegistryId, Syntax};
use jiff::Timestamp;
use serde_json::Value;

use account::Account;

type Fault = Box<dyn std::error::Error>;

const ROOT: &str = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-patient-bundle";

#[test]
fn every_finding_of_every_example_is_accounted_for() -> Result<(), Fault> {
    let Some(tgz) = package::bytes() else {
        return Ok(());
    };
    let mut catalogue = Catalogue::new(Settings::default())?;
    let id = RegistryId("mcode".to_owned());
    let foreign = Foreign {
        id: &id,
        name: "mCODE",
        package: &Source::Package(tgz.clone()),
        dependencies: &[],
        root: ROOT,
    };
    catalogue.install_foreign(&foreign)?;
    let mut account = Account::default();
    let examples = package::examples(&tgz)?;
    let mut refused = 0;
    for (name, example) in &examples {
        let checked = check(&catalogue, example)?;
        refused += usize::from(checked.rejects());
        for issue in &checked.issues {
            account.enter(name, issue)?;
        }
    }
    println!("{} examples, {refused} refused", examples.len());
    account.close()
}

fn check(catalogue: &Catalogue, example: &Value) -> Result<Checked, Fault> {
    let kind = example["resourceType"].as_str().unwrap_or_default();
    let base = format!("http://hl7.org/fhir/StructureDefinition/{kind}");
    let ask = Ask {
        syntax: Syntax::Json,
        registry: None,
        default_registry: None,
        profile: Some(&base),
        received_at: Timestamp::constant(1_790_000_000, 0),
        allow_synthetic: true,
        refuse: &[],
    };
    Ok(catalogue.check(&serde_json::to_vec(example)?, &ask))
}
