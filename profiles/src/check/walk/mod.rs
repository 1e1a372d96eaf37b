//! The walk: what a Plan says, executed over the tree in one pass.
//!
//! Relies on the structural layer for the form of what is there: a value of the
//! wrong type is passed over in silence here.

mod attachment;
mod coding;
mod conforms;
mod constraints;
mod effort;
mod element;
mod extension;
mod invariants;
mod item;
mod known_by;
mod primitive;
mod reference;
mod slices;
mod text;
mod trial;
mod vital_signs;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use caseway_proto::IssueCode;
use jiff::Timestamp;
use serde_json::Value;

pub(super) use effort::Effort;
use trial::Trials;

use super::bundle::Index;
use super::{Questions, structure};
use crate::compile::Library;
use crate::definitions::bare;
use crate::fhirpath::{Budget, Element};
use crate::plan::Plan;
use crate::read::{Finding, Findings, Part, Place};

/// What a walk looks things up in.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) library: &'a Library,
    pub(super) questions: &'a Questions,
    pub(super) bundle: &'a Index<'a>,
    /// What the URLs of extensions start with that need no definition.
    pub(super) domains: &'a [String],
    /// Dates after this moment lie in the future; nothing when dates do not matter.
    pub(super) latest: Option<Timestamp>,
    /// When the body was received.
    pub(super) now: Timestamp,
    /// The steps that expressions may take.
    pub(super) budget: &'a Budget,
    /// The steps that the walk may take.
    pub(super) effort: &'a Effort,
    /// How many questions whether something meets a profile led to here.
    pub(super) asked_within: usize,
}

/// A step of the way to where the walk is.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

/// A walk, somewhere in the tree.
struct Walker<'a> {
    scene: Scene<'a>,
    findings: &'a mut Findings,
    way: Vec<Step<'a>>,
    /// The innermost resource.
    resource: &'a Value,
    /// How far the way is to the innermost resource.
    begun: usize,
    /// The resource that the innermost is contained in, else itself.
    root: &'a Value,
    /// What stands beside the primitive that is walked, or list of them.
    beside: Option<&'a Value>,
    /// The Plan that is being executed.
    plan: Arc<Plan>,
    /// Profiles, extensions and code systems that are not known, told once each.
    unknown: HashSet<&'a str>,
    /// What could not be told somewhere, told once each: invariants and profiles.
    undecided: HashSet<Box<str>>,
    /// The references that lead to nothing: where each was first met, and how often since.
    lost: HashMap<reference::Lost<'a>, (Place, usize)>,
    /// The Codings that a value set calls what they are displayed as, by address.
    called: HashSet<usize>,
    /// What is looked at on the side.
    trials: Trials<'a>,
}

/// Walks a body, the root against `plan`.
pub(super) fn report<'a>(
    scene: Scene<'a>,
    tree: &'a Value,
    plan: &Arc<Plan>,
    findings: &'a mut Findings,
) {
    let mut walker = Walker::at(scene, findings, (tree, plan));
    walker.resource(tree, std::slice::from_ref(plan));
    walker.follow();
    walker.count_lost();
    if let Some(finding) = scene.effort.finding() {
        walker.findings.add(finding);
    }
}

impl<'a> Walker<'a> {
    /// A walker that is about to walk a resource.
    fn at(
        scene: Scene<'a>,
        findings: &'a mut Findings,
        (root, plan): (&'a Value, &Arc<Plan>),
    ) -> Self {
        Self {
            scene,
            findings,
            way: Vec::with_capacity(32),
            resource: root,
            begun: 0,
            root,
            beside: None,
            plan: plan.clone(),
            unknown: HashSet::new(),
            undecided: HashSet::new(),
            lost: HashMap::new(),
            called: HashSet::new(),
            trials: Trials::default(),
        }
    }

    /// Walks a resource against the profiles that are asked of it and those it names.
    fn resource(&mut self, resource: &'a Value, asked: &[Arc<Plan>]) {
        let Some(kind) = resource["resourceType"].as_str() else {
            return;
        };
        let mut plans: Vec<Arc<Plan>> = asked.to_vec();
        self.named_profiles(resource, &mut plans);
        plans.extend(self.of_vital_sign(resource));
        for plan in &plans {
            if &*plan.kind != kind && &*plan.kind != "Resource" {
                self.add(Finding::error(
                    "resource-type-wrong",
                    IssueCode::Structure,
                    format!(
                        "The profile is about {}, which this resource is not. Send one that is.",
                        plan.kind
                    ),
                ));
            }
        }
        plans.retain(|plan| &*plan.kind == kind);
        let mut specific = self.most_specific(plans);
        specific.extend(self.own_plan(&specific, kind));
        // A resource within another is met again in each walk of the other.
        specific.retain(|plan| self.walks_first(resource, plan));
        let outer = (self.resource, self.begun, self.root, self.plan.clone());
        self.resource = resource;
        self.begun = self.way.len();
        if !matches!(
            self.way.as_slice(),
            [.., Step::Key("contained"), Step::Item(_)]
        ) {
            self.root = resource;
        }
        for plan in &specific {
            self.plan = plan.clone();
            self.root(resource, plan);
        }
        (self.resource, self.begun, self.root, self.plan) = outer;
    }

    fn root(&mut self, resource: &'a Value, plan: &Arc<Plan>) {
        let (Some(members), Some(children)) = (resource.as_object(), &plan.root.children) else {
            return;
        };
        self.rules(&plan.root.rules, Element::resource(resource));
        self.members(members, children);
    }

    /// The base type, where no profile of it is asked for.
    fn own_plan(&self, asked: &[Arc<Plan>], kind: &str) -> Option<Arc<Plan>> {
        let wanted = asked.is_empty() && structure::is_resource(self.scene.library, kind);
        wanted.then(|| self.scene.library.type_plan(kind)).flatten()
    }

    /// Adds the profiles that a resource names; those nobody knows are told once.
    fn named_profiles(&mut self, resource: &'a Value, plans: &mut Vec<Arc<Plan>>) {
        let named = resource["meta"]["profile"].as_array().into_iter().flatten();
        for (index, url) in named
            .enumerate()
            .filter_map(|(index, url)| Some((index, url.as_str()?)))
        {
            match self.scene.library.plan_named(url) {
                Some(plan) if plans.iter().any(|known| Arc::ptr_eq(known, &plan)) => {}
                Some(plan) => plans.push(plan),
                None if !self.unknown.insert(bare(url)) => {}
                None => {
                    let message = "The resource names a profile that is not known here. It was not checked against it.";
                    let finding = Finding::warning("profile-unknown", IssueCode::NotFound, message);
                    let mut place = self.place();
                    place.extend([Part::from("meta"), Part::from("profile"), Part::from(index)]);
                    self.findings.add(finding.at(place));
                }
            }
        }
    }

    /// Without those that another one is built on, and without repetitions.
    fn most_specific(&self, plans: Vec<Arc<Plan>>) -> Vec<Arc<Plan>> {
        let mut kept: Vec<Arc<Plan>> = Vec::with_capacity(plans.len());
        for plan in plans {
            let library = self.scene.library;
            if !kept
                .iter()
                .any(|known| library.is_built_on(known, &plan.url))
            {
                kept.retain(|known| !library.is_built_on(&plan, &known.url));
                kept.push(plan);
            }
        }
        kept
    }

    /// Adds a finding where the walk is.
    fn add(&mut self, finding: Finding) {
        let place = self.place();
        self.add_at(finding, place);
    }

    fn add_at(&mut self, mut finding: Finding, place: Place) {
        finding.profile = Some(self.plan.label.clone());
        self.findings.add(finding.at(place));
    }

    fn place(&self) -> Place {
        let part = |step: &Step<'_>| match step {
            Step::Key(key) => Part::from(*key),
            Step::Item(index) => Part::from(*index),
        };
        self.way.iter().map(part).collect()
    }
}
