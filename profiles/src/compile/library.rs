//! Everything the checker looks up: Plans, value sets and JSON Schemas, each made
//! when it is first asked for.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::{BASES_MAX, compile};
use crate::check::Schemas;
use crate::definitions::{Definitions, InstallError, bare};
use crate::fhirpath::Terminology;
use crate::plan::{Binding, Children, Named, Node, Plan, ProfileRef, TypeRef};
use crate::terminology::{CodeSystem, Coded, Membership, Terms, ValueSet};

/// What the URLs of FHIR's own definitions start with.
pub(crate) const CORE: &str = "http://hl7.org/fhir/StructureDefinition/";

/// All that was installed, and what has been made of it so far.
#[derive(Debug)]
pub(crate) struct Library {
    pub(crate) definitions: Definitions,
    pub(crate) schemas: Schemas,
    plans: RwLock<HashMap<Box<str>, Option<Arc<Plan>>>>,
    kinds: HashMap<Box<str>, OnceLock<Option<Arc<Plan>>>>,
    terms: Terms,
    strict: HashSet<Box<str>>,
    /// Profiles that cannot be compiled, so that not everyone who asks for one finds it out;
    /// with what is missing, where that is why.
    bad: RwLock<HashMap<Box<str>, Option<String>>>,
}

impl Library {
    /// R4 and nothing else.
    pub(crate) fn new() -> Result<Self, InstallError> {
        let definitions = Definitions::new()?;
        Ok(Self {
            schemas: Schemas::default(),
            kinds: kinds(&definitions),
            terms: Terms::new(&definitions),
            definitions,
            plans: RwLock::default(),
            strict: HashSet::new(),
            bad: RwLock::default(),
        })
    }

    /// From now on a profile of that URL is refused when it cannot be checked whole.
    pub(crate) fn be_strict(&mut self, url: &str) {
        self.strict.insert(url.into());
    }

    /// From now on a profile of that URL is used as far as it can be checked.
    pub(crate) fn be_lenient(&mut self, url: &str) {
        self.strict.remove(url);
    }

    /// Whether the profile of that URL is refused when it cannot be checked whole.
    pub(crate) fn is_strict(&self, url: &str) -> bool {
        self.strict.contains(url)
    }

    /// Forgets what was made, because there are new definitions.
    pub(crate) fn renew(&mut self) {
        self.plans = RwLock::default();
        self.bad = RwLock::default();
        self.kinds = kinds(&self.definitions);
        self.terms = Terms::new(&self.definitions);
    }

    /// The Plan of that URL, where it is known and can be compiled.
    pub(crate) fn plan(&self, url: &str) -> Option<Arc<Plan>> {
        let url = bare(url);
        let plans = self.plans.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.get(url) {
            return plan.clone();
        }
        drop(plans);
        // Senders may name any number of profiles that nobody knows: those are not kept.
        if !self.definitions.has_structure(url) {
            return None;
        }
        let plan = self.plan_within(url, &[]).ok();
        self.keep(url, plan.clone());
        plan
    }

    /// The Plan of a canonical URL: of the version that it names where that one is known,
    /// else of the one that is (<http://hl7.org/fhir/R4/references.html#canonical>).
    pub(crate) fn plan_named(&self, canonical: &str) -> Option<Arc<Plan>> {
        if !canonical.contains('|') || !self.definitions.has_structure(canonical) {
            return self.plan(canonical);
        }
        let plans = self.plans.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.get(canonical) {
            return plan.clone();
        }
        drop(plans);
        let plan = self.plan_within(canonical, &[]).ok();
        self.keep(canonical, plan.clone());
        plan
    }

    /// The Plan of that URL, needed while the profiles of `trail` are compiled.
    pub(crate) fn plan_within(&self, url: &str, trail: &[&str]) -> Result<Arc<Plan>, InstallError> {
        let plans = self.plans.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(Some(plan)) = plans.get(url) {
            return Ok(plan.clone());
        }
        drop(plans);
        let missing = || InstallError::Missing {
            url: url.to_owned(),
        };
        let definition = self.definitions.structure(url).ok_or_else(missing)?;
        if !trail.is_empty() {
            self.not_bad(url)?;
        }
        let compiled = compile(self, &definition, trail);
        let plan = Arc::new(compiled.inspect_err(|fault| self.note_bad(url, fault))?);
        self.keep(url, Some(plan.clone()));
        Ok(plan)
    }

    fn not_bad(&self, url: &str) -> Result<(), InstallError> {
        let bad = self.bad.read().unwrap_or_else(PoisonError::into_inner);
        match bad.get(url) {
            None => Ok(()),
            Some(Some(missing)) => Err(InstallError::Missing {
                url: missing.clone(),
            }),
            Some(None) => Err(InstallError::NotAProfile {
                url: url.to_owned(),
            }),
        }
    }

    fn note_bad(&self, url: &str, fault: &InstallError) {
        let missing = match fault {
            // These two say something of who asked.
            InstallError::Ring { .. } | InstallError::TooDeep { .. } => return,
            InstallError::Missing { url } => Some(url.clone()),
            _ => None,
        };
        let mut bad = self.bad.write().unwrap_or_else(PoisonError::into_inner);
        bad.insert(url.into(), missing);
    }

    fn keep(&self, url: &str, plan: Option<Arc<Plan>>) {
        let mut plans = self.plans.write().unwrap_or_else(PoisonError::into_inner);
        plans.insert(url.into(), plan);
    }

    /// The Plan of a FHIR type.
    pub(crate) fn type_plan(&self, kind: &str) -> Option<Arc<Plan>> {
        self.plan(&format!("{CORE}{kind}"))
    }

    /// The Plan of a FHIR type, for as long as the library is there.
    pub(crate) fn kind(&self, kind: &str) -> Option<&Plan> {
        let plan = self.kinds.get(kind)?;
        plan.get_or_init(|| self.type_plan(kind)).as_deref()
    }

    /// The FHIR type that a FHIR type is built on.
    pub(crate) fn base_of(&self, kind: &str) -> Option<&str> {
        self.kind(kind)?.base.as_deref()?.strip_prefix(CORE)
    }

    /// The FHIR type that is meant by the end of a choice's name.
    pub(crate) fn kind_of_suffix(&self, suffix: &str) -> Option<&str> {
        let mut small = suffix.to_owned();
        small.get_mut(..1)?.make_ascii_lowercase();
        let known = |kind: &str| self.kinds.get_key_value(kind).map(|(kind, _)| &**kind);
        known(suffix).or_else(|| known(&small))
    }

    /// The Plan of the type itself, profiles left out.
    pub(crate) fn plan_of<'a>(&self, kind: &'a TypeRef) -> Option<&'a Arc<Plan>> {
        kind.plan
            .get_or_init(|| self.type_plan(&kind.code))
            .as_ref()
    }

    /// The children of what stands under a name in a resource of that type.
    pub(crate) fn below(
        &self,
        resource: &str,
        node: &Node,
        named: &Named,
    ) -> Option<Arc<Children>> {
        if node.children.is_some() {
            return node.children.clone();
        }
        if let Some(path) = &node.same_as {
            let plan = self.type_plan(resource)?;
            return plan.find(path)?.children.clone();
        }
        let kind = named.kind.as_ref()?;
        let each = node.types.iter().find(|each| each.code == *kind)?;
        self.plan_of(each)?.root.children.clone()
    }

    /// The Plan of a profile that is asked for, where it is known.
    pub(crate) fn profile<'a>(&self, profile: &'a ProfileRef) -> Option<&'a Arc<Plan>> {
        let plan = profile.plan.get_or_init(|| self.plan(&profile.url));
        plan.as_ref()
    }

    /// The value set of that URL.
    pub(crate) fn value_set(&self, url: &str) -> Arc<ValueSet> {
        self.terms.set(&self.definitions, url)
    }

    /// The code system of that URL, where it is known at all.
    pub(crate) fn code_system(&self, url: &str) -> Option<&CodeSystem> {
        let system = self.terms.system(&self.definitions, url);
        system.map(|system| &**system)
    }

    /// The value set of a binding.
    pub(crate) fn set_of<'a>(&self, binding: &'a Binding) -> &'a ValueSet {
        let get = || self.terms.set(&self.definitions, &binding.url);
        binding.set.get_or_init(get)
    }

    /// Whether `plan` is `url` or built on it.
    pub(crate) fn is_built_on(&self, plan: &Plan, url: &str) -> bool {
        let mut at = Some(plan.url.clone());
        for _ in 0..BASES_MAX {
            match at {
                Some(own) if &*own == url => return true,
                Some(own) => at = self.plan(&own).and_then(|plan| plan.base.clone()),
                None => return false,
            }
        }
        false
    }
}

impl Terminology for Library {
    fn is_member(&self, value_set: &str, system: Option<&str>, code: &str) -> Option<bool> {
        let code = Coded {
            system,
            version: None,
            code,
        };
        match self.value_set(value_set).contains(&code) {
            Membership::Member => Some(true),
            Membership::NotMember => Some(false),
            Membership::Undecidable => None,
        }
    }
}

/// A place for each type's Plan.
fn kinds(definitions: &Definitions) -> HashMap<Box<str>, OnceLock<Option<Arc<Plan>>>> {
    let names = definitions.names(CORE);
    names.map(|name| (name.into(), OnceLock::new())).collect()
}
