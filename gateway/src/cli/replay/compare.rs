//! What a swap would change.

use std::collections::BTreeMap;

use caseway_normaliser::{Compared, Comparison, Difference};
use caseway_profiles::Catalogue;
use caseway_store::{Desk, HeldEntry};
use json_patch::PatchOperation;
use serde_json::{Value, json};

use super::begun;
use crate::config::Config;
use crate::start::Store;

/// Reports in quarantine are compared up to this many.
const HELD_MAX: u32 = 10_000;
/// A value longer than this is cut where people read it.
const SHOWN_MAX: usize = 60;

/// Compares the Casebook in use with the replay, and tells people or programs.
pub(super) async fn compare(
    config: &Config,
    catalogue: &Catalogue,
    (most, as_json): (u64, bool),
) -> anyhow::Result<()> {
    let replay = begun(config, catalogue).await?;
    let in_use = Store::open(&config.storage).await?;
    let (before, after) = (in_use.casebook(), replay.casebook());
    anyhow::ensure!(
        after.unlinked(None, 1).await?.is_empty(),
        "the replay is not whole, its cases are still to be linked; `caseway replay build` goes \
         on where it stopped"
    );
    let mut comparison = Comparison::new(&*before, &*after);
    let mut shown = Vec::new();
    while let Some(difference) = comparison.next().await? {
        if as_json {
            println!("{}", patch(&difference));
        } else if (shown.len() as u64) < most {
            shown.push(difference);
        }
    }
    if !as_json {
        tell_standing(&*in_use.desk(), &*replay.desk()).await?;
        tell(comparison.compared(), &shown)?;
    }
    in_use.close().await;
    replay.close().await;
    Ok(())
}

fn patch(difference: &Difference) -> Value {
    let patch = json_patch::diff(&difference.before, &difference.after);
    json!({"case": difference.case, "patch": patch})
}

/// How far the two are, and what they hold back.
async fn tell_standing(in_use: &dyn Desk, replay: &dyn Desk) -> anyhow::Result<()> {
    let (before, after) = (in_use.backlog().await?, replay.backlog().await?);
    if before.feed != after.feed {
        println!(
            "the casebook in use is up to entry {}, the replay up to entry {}: entries between \
             the two differ for that alone; `caseway replay build` catches up\n",
            before.feed.0, after.feed.0
        );
    }
    let (before, after) = (held(in_use).await?, held(replay).await?);
    println!("reports in quarantine  {} → {}", before.len(), after.len());
    for entry in after.iter().filter(|(id, _)| !before.contains_key(*id)) {
        println!("  held back by the replay: {} ({})", entry.0, entry.1.cause);
    }
    for entry in before.iter().filter(|(id, _)| !after.contains_key(*id)) {
        println!(
            "  let through by the replay: {} ({})",
            entry.0, entry.1.cause
        );
    }
    Ok(())
}

async fn held(desk: &dyn Desk) -> anyhow::Result<BTreeMap<String, HeldEntry>> {
    let held = desk.quarantine(HELD_MAX).await?.into_iter();
    Ok(held.map(|entry| (entry.id.to_string(), entry)).collect())
}

fn tell(compared: Compared, shown: &[Difference]) -> anyhow::Result<()> {
    let Compared {
        same,
        changed,
        new,
        gone,
    } = compared;
    println!("cases the same         {same}");
    println!("cases that change      {changed}");
    println!("cases that are new     {new}");
    println!("cases that are gone    {gone}");
    for difference in shown {
        println!("\ncase {}", difference.case);
        match (&difference.before, &difference.after) {
            (Value::Null, _) => println!("  is new"),
            (_, Value::Null) => println!("  is gone"),
            (before, after) => tell_changes(before, after)?,
        }
    }
    let rest = (changed + new + gone).saturating_sub(shown.len() as u64);
    if rest > 0 {
        println!("\nand {rest} more; --most shows more, --json all");
    }
    Ok(())
}

fn tell_changes(before: &Value, after: &Value) -> anyhow::Result<()> {
    // An operation's path is in what the operations before it have left.
    let mut left = before.clone();
    for operation in json_patch::diff(before, after).0 {
        let path = operation.path();
        let was = left.pointer(path.as_str()).map(short);
        let is = match &operation {
            PatchOperation::Add(add) => Some(short(&add.value)),
            PatchOperation::Replace(replace) => Some(short(&replace.value)),
            _ => None,
        };
        let was = was.filter(|_| !matches!(operation, PatchOperation::Add(_)));
        let nothing = || String::from("nothing");
        let (was, is) = (was.unwrap_or_else(nothing), is.unwrap_or_else(nothing));
        println!("  {path}: {was} → {is}");
        json_patch::patch(&mut left, std::slice::from_ref(&operation))?;
    }
    Ok(())
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
