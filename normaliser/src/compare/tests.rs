//! Two Casebooks in memory, fed differently.

use serde_json::Value;

use super::{Compared, Comparison, Difference};
use crate::rebuild;
use crate::testing::{Memory, ReportBuilder, World, person};

fn report(site: &str) -> Value {
    ReportBuilder::new("work-up")
        .tumour("tumour", (site, site), None)
        .build()
}

async fn compared(before: &Memory, after: &Memory) -> (Compared, Vec<Difference>) {
    let mut comparison = Comparison::new(before, after);
    let mut differences = Vec::new();
    while let Some(difference) = comparison.next().await.unwrap() {
        differences.push(difference);
    }
    (comparison.compared(), differences)
}

#[tokio::test]
async fn what_is_the_same_is_counted_and_what_differs_is_given_with_both_sides() {
    let mut world = World::new().await;
    for number in 1..=3 {
        let tree = report("C50.4");
        world
            .submit(&number.to_string(), person(number), "work-up", &tree)
            .await;
    }
    let (first, before) = world.fresh();
    rebuild(&first).await.unwrap();
    world
        .submit("2", person(2), "work-up", &report("C50.5"))
        .await;
    world
        .submit("4", person(4), "work-up", &report("C18.7"))
        .await;
    let (second, after) = world.fresh();
    rebuild(&second).await.unwrap();

    let (counts, differences) = compared(&before, &after).await;
    let expected = Compared {
        same: 2,
        changed: 1,
        new: 1,
        gone: 0,
    };
    assert_eq!(counts, expected);
    let of = |number| {
        let case = caseway_proto::CaseId::of(&person(number));
        differences.iter().find(|one| one.case == case).unwrap()
    };
    let site = "/case/tumours/0/topography/value";
    let said = |side: &Value| side.pointer(site).map(ToString::to_string);
    assert_eq!(said(&of(2).before).as_deref(), Some("\"C50.4\""));
    assert_eq!(said(&of(2).after).as_deref(), Some("\"C50.5\""));
    assert_eq!(of(4).before, Value::Null);

    let (counts, differences) = compared(&after, &before).await;
    let turned = Compared {
        new: 0,
        gone: 1,
        ..expected
    };
    assert_eq!((counts, differences.len()), (turned, 2));
}

#[tokio::test]
async fn a_casebook_is_the_same_as_itself() {
    let mut world = World::new().await;
    world
        .submit("a", person(1), "work-up", &report("C50.4"))
        .await;
    let (parts, casebook) = world.fresh();
    rebuild(&parts).await.unwrap();
    let (counts, differences) = compared(&casebook, &casebook).await;
    let same = Compared {
        same: 1,
        ..Compared::default()
    };
    assert_eq!((counts, differences.len()), (same, 0));
}
