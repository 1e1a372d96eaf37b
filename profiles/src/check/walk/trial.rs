//! Trials: whether something would meet a profile, walked on the side.
//!
//! What is referred to must meet one of the target profiles. It is looked at when the
//! walk is over: what was walked against the profile in any case has been told of there,
//! and the same cause is not told again at every reference to it. A trial looks at what
//! the profile asks beyond the type, once for each pair of resource and profile.

use std::collections::HashMap;
use std::sync::Arc;

use caseway_proto::IssueCode;
use serde_json::Value;

use super::{Scene, Step, Walker};
use crate::plan::Plan;
use crate::read::{Finding, Findings, Place};

/// How many references a trial may follow one after the other.
const FOLLOWED_MAX: usize = 3;

/// The most findings of a trial that are looked at.
const FINDINGS_MAX: usize = 64;

/// What is being asked, by the addresses of the resource and of the Plan.
type Pair = (usize, usize);

fn address(resource: &Value) -> usize {
    std::ptr::from_ref(resource).addr()
}

/// A reference whose target is still to be looked at.
pub(super) struct Pending<'a> {
    place: Place,
    plan: Arc<Plan>,
    resource: &'a Value,
    /// What the target is contained in, else itself.
    root: &'a Value,
    /// The profiles of which it must meet one.
    wanted: Vec<Arc<Plan>>,
}

/// What trials have told so far.
#[derive(Default)]
pub(super) struct Trials<'a> {
    /// What the walk itself looks at each resource against.
    walked: HashMap<usize, Vec<Arc<Plan>>>,
    pending: Vec<Pending<'a>>,
    /// What a resource breaks of a profile; while that is found out, nothing.
    known: HashMap<Pair, Arc<[Broken]>>,
    /// How many references were followed to here.
    followed: usize,
}

/// A rule that is broken, and where; what it says.
pub(super) type Broken = (Box<str>, Place, String);

impl<'a> Walker<'a> {
    /// Notes that the walk looks at a resource against a Plan; false where it has done so.
    pub(super) fn walks_first(&mut self, resource: &'a Value, plan: &Arc<Plan>) -> bool {
        let known = self.trials.walked.entry(address(resource)).or_default();
        let first = !known.iter().any(|known| Arc::ptr_eq(known, plan));
        if first {
            known.push(plan.clone());
        }
        first
    }

    /// Whether the walk looks at a resource against one of these profiles in any case.
    fn is_walked(&self, resource: &Value, wanted: &[Arc<Plan>]) -> bool {
        let walked = self.trials.walked.get(&address(resource));
        walked.into_iter().flatten().any(|plan| {
            let same = |wanted: &Arc<Plan>| self.scene.library.is_built_on(plan, &wanted.url);
            wanted.iter().any(same)
        })
    }

    /// Notes that a target must meet one of these profiles.
    pub(super) fn must_meet(
        &mut self,
        resource: &'a Value,
        contained: bool,
        wanted: Vec<Arc<Plan>>,
    ) {
        let told = self.trials.followed >= FOLLOWED_MAX || self.findings.is_full();
        if told || self.is_walked(resource, &wanted) {
            return;
        }
        self.trials.pending.push(Pending {
            place: self.place(),
            plan: self.plan.clone(),
            resource,
            root: if contained { self.root } else { resource },
            wanted,
        });
    }

    /// Looks at the targets of the references that were walked.
    pub(super) fn follow(&mut self) {
        for each in std::mem::take(&mut self.trials.pending) {
            if self.is_walked(each.resource, &each.wanted) {
                continue;
            }
            let broken = each
                .wanted
                .iter()
                .map(|plan| (self.breaks(&each, plan), plan));
            let nearest: Option<(Arc<[Broken]>, &Arc<Plan>)> =
                broken.min_by_key(|(broken, _)| broken.len());
            if let Some((broken, plan)) = nearest
                && let Some((_, _, message)) = broken.first()
            {
                let message = format!(
                    "What the reference leads to does not meet the profile {} that is asked of it. {}.",
                    plan.url,
                    message.trim_end_matches('.')
                );
                let mut finding =
                    Finding::error("reference-profile-wrong", IssueCode::Structure, message);
                finding.profile = Some(each.plan.label.clone());
                self.findings.add(finding.at(each.place));
            }
        }
    }

    /// What a target breaks of a profile and not of its type alone.
    fn breaks(&mut self, each: &Pending<'a>, plan: &Arc<Plan>) -> Arc<[Broken]> {
        let key = (address(each.resource), Arc::as_ptr(plan).addr());
        if let Some(known) = self.trials.known.get(&key) {
            return known.clone();
        }
        // A ring of references leads back to here: nothing speaks against it so far.
        self.trials.known.insert(key, Arc::from([]));
        let mut broken = self.tried(each, plan);
        if !broken.is_empty()
            && let Some(kind) = self.scene.library.type_plan(&plan.kind)
            && kind.url != plan.url
        {
            let of_type = self.tried(each, &kind);
            let same = |a: &Broken, b: &Broken| (&a.0, &a.1) == (&b.0, &b.1);
            broken.retain(|one| !of_type.iter().any(|other| same(one, other)));
        }
        let broken: Arc<[Broken]> = broken.into();
        self.trials.known.insert(key, broken.clone());
        broken
    }

    fn tried(&mut self, each: &Pending<'a>, plan: &Arc<Plan>) -> Vec<Broken> {
        let mut findings = Findings::new(FINDINGS_MAX);
        let trials = Trials {
            known: std::mem::take(&mut self.trials.known),
            followed: self.trials.followed + 1,
            ..Trials::default()
        };
        let mut walker = side(self.scene, &mut findings, (each.root, plan), trials);
        if !std::ptr::eq(each.root, each.resource) {
            walker.way.extend([Step::Key("contained"), Step::Item(0)]);
        }
        walker.resource(each.resource, std::slice::from_ref(plan));
        walker.follow();
        self.trials.known = walker.trials.known;
        refusing(findings)
    }

    /// The one of several profiles that a value meets, else the one it breaks least.
    pub(super) fn nearest_of(
        &mut self,
        plans: &[Arc<Plan>],
        value: &'a Value,
    ) -> Option<Arc<Plan>> {
        let (first, others) = plans.split_first()?;
        if others.is_empty() || self.trials.followed >= FOLLOWED_MAX {
            return Some(first.clone());
        }
        let mut best: Option<(usize, &Arc<Plan>)> = None;
        for plan in plans {
            let mut findings = Findings::new(FINDINGS_MAX);
            let trials = Trials {
                followed: FOLLOWED_MAX,
                ..Trials::default()
            };
            let mut walker = side(self.scene, &mut findings, (self.root, plan), trials);
            walker.resource = self.resource;
            match value.as_object() {
                Some(_) if value["resourceType"].is_string() => {
                    walker.resource(value, std::slice::from_ref(plan));
                }
                Some(members) => walker.under(plan, value, members),
                None => {}
            }
            let broken = refusing(findings).len();
            if best.is_none_or(|(least, _)| broken < least) {
                best = Some((broken, plan));
            }
        }
        best.map(|(_, plan)| plan.clone())
    }
}

/// A walker that tells nobody what it finds.
pub(super) fn side<'b>(
    scene: Scene<'b>,
    findings: &'b mut Findings,
    (root, plan): (&'b Value, &Arc<Plan>),
    trials: Trials<'b>,
) -> Walker<'b> {
    Walker {
        trials,
        ..Walker::at(scene, findings, (root, plan))
    }
}

pub(super) fn refusing(findings: Findings) -> Vec<Broken> {
    let all = findings.into_list().into_iter();
    let refusing = all.filter(|finding| finding.severity.rejects());
    refusing
        .map(|finding| (finding.rule, finding.place, finding.message))
        .collect()
}
