//! R4's official examples: each that is refused is accounted for in `refused.toml`, and
//! each line there is still needed.
//!
//! Looks for them in the folder that `CASEWAY_R4_EXAMPLES` names (`r4/examples.sh` brings
//! them there) and says plainly where it names none. Each example is checked against its
//! type, and against the profiles that it names itself: as a receiver does, and as who
//! writes a resource does.

mod account;
mod folder;

use caseway_profiles::{Ask, Catalogue, Checked, Settings};
use caseway_proto::Syntax;
use jiff::Timestamp;

use account::Account;

type Fault = Box<dyn std::error::Error>;

/// The most of a hundred examples that a receiver may refuse.
const REFUSED_PER_CENT_MAX: usize = 1;

#[test]
fn every_refused_example_is_accounted_for_and_they_are_few() -> Result<(), Fault> {
    let Some(examples) = folder::examples()? else {
        return Ok(());
    };
    let catalogue = Catalogue::new(Settings::default())?;
    let mut account = Account::default();
    let (mut refused, mut refused_strictly) = (0, 0);
    for (name, body) in &examples {
        let checked = check(&catalogue, body);
        refused += usize::from(checked.rejects());
        refused_strictly += usize::from(account.enter(name, &checked));
    }
    println!(
        "{} examples, {refused} refused, {refused_strictly} refused strictly",
        examples.len()
    );
    account.close()?;
    assert!(refused * 100 <= examples.len() * REFUSED_PER_CENT_MAX);
    Ok(())
}

fn check(catalogue: &Catalogue, body: &[u8]) -> Checked {
    let ask = Ask {
        syntax: Syntax::Json,
        registry: None,
        default_registry: None,
        profile: Some("http://hl7.org/fhir/StructureDefinition/Resource"),
        received_at: Timestamp::constant(1_790_000_000, 0),
        allow_synthetic: true,
        refuse: &[],
    };
    catalogue.check(body, &ask)
}
