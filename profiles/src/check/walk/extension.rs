//! Extensions: whether they are defined, and whether they may be used where they are
//! (<http://hl7.org/fhir/R4/extensibility.html>, <http://hl7.org/fhir/R4/defining-extensions.html>).
//!
//! Leaves out names in contexts that R4 has no type for: they are taken to allow the place.

use caseway_proto::IssueCode;
use serde_json::Value;

use super::text::is_of;
use super::{Step, Walker};
use crate::definitions::bare;
use crate::fhirpath::{Element, Expression};
use crate::plan::{Context, Node, Plan};
use crate::read::Finding;

/// The domain of the extensions that R4's own examples make up.
const MADE_UP: &str = "example.org";

/// What the URLs of HL7's own definitions start with.
const HL7: &str = "http://hl7.org/fhir/";

impl<'a> Walker<'a> {
    /// Checks an extension as such; `plan` is its definition.
    pub(super) fn extension(&mut self, node: &Node, plan: Option<&Plan>, value: &'a Value) {
        let Some(url) = value["url"].as_str() else {
            return;
        };
        match plan {
            Some(plan) if !self.may_be_here(plan) => self.out_of_context(plan),
            // A simple name is defined by the extension around it.
            None if url.contains(':') => self.undefined(node, url),
            _ => {}
        }
    }

    fn undefined(&mut self, node: &Node, url: &'a str) {
        let modifies = &*node.name == "modifierExtension";
        let code = IssueCode::NotFound;
        if modifies {
            let message = "This modifier extension is not known here: what it changes the meaning of cannot be used. Leave it out, or have its definition installed.";
            self.add(Finding::error(
                "modifier-extension-undefined",
                code,
                message,
            ));
        } else if !self.is_taken(url) && self.unknown.insert(bare(url)) {
            let message = "This extension is not defined here: it was kept and not checked. Have its definition installed, or correct the URL.";
            self.add(Finding::warning("extension-undefined", code, message));
        }
    }

    /// Whether an extension is taken without its definition.
    fn is_taken(&self, url: &str) -> bool {
        // A Registry says which extensions it reads; the others are kept, not looked at.
        let mut domains = self.scene.domains.iter();
        self.scene.latest.is_some()
            || is_of(MADE_UP, url)
            || is_of_another_version(url)
            || domains.any(|domain| url.starts_with(&**domain))
    }

    fn out_of_context(&mut self, plan: &Plan) {
        let places: Vec<&str> = plan.contexts.iter().map(named).collect();
        let message = format!(
            "This extension may not be used here. Its definition allows it on {}.",
            places.join(", ")
        );
        self.add(Finding::error(
            "extension-context",
            IssueCode::Structure,
            message,
        ));
    }

    /// Whether an extension's definition allows the element that the walk is at.
    fn may_be_here(&self, plan: &Plan) -> bool {
        if plan.contexts.is_empty() {
            return true;
        }
        let way = self.holder();
        let mut names = None;
        plan.contexts.iter().any(|context| match context {
            Context::Expression(_, None) => true,
            Context::Expression(_, Some(expression)) => self.selects(expression, way),
            Context::Extension(url) => self.within_extension(way, url),
            // Said of what may stand on anything: R4's own definitions have such on resources.
            Context::Element(path) if &**path == "Element" => true,
            Context::Element(path) => {
                let kind = path.split('.').next().unwrap_or_default();
                self.scene.library.kind(kind).is_none()
                    || names
                        .get_or_insert_with(|| self.names_of(way))
                        .as_ref()
                        .is_none_or(|names| names.iter().any(|name| **name == **path))
            }
        })
    }

    /// The way from the innermost resource to the element that holds the extension.
    fn holder(&self) -> &[Step<'a>] {
        let way = self.way.get(self.begun..).unwrap_or_default();
        let held = |step: &Step<'_>| matches!(step, Step::Item(_));
        let way = match way {
            [outer @ .., last] if held(last) => outer,
            all => all,
        };
        way.split_last().map_or(way, |(_, outer)| outer)
    }

    /// Whether an element is an extension of that URL, or the value of one.
    fn within_extension(&self, way: &[Step<'a>], url: &str) -> bool {
        let outer = way.split_last().map_or(way, |(_, outer)| outer);
        [way, outer]
            .iter()
            .any(|way| self.value_at(way)["url"] == *url)
    }

    /// Whether an expression, run on the innermost resource, gives an element.
    fn selects(&self, expression: &Expression, way: &[Step<'a>]) -> bool {
        let element = self.value_at(way);
        let selected = expression.selects(
            &self.scene_of_rules(),
            Element::resource(self.resource),
            element,
        );
        selected.unwrap_or(true)
    }

    fn value_at(&self, way: &[Step<'a>]) -> &'a Value {
        way.iter().fold(self.resource, |value, step| match step {
            // An extension of a primitive is one of the primitive itself.
            Step::Key(key) => key
                .strip_prefix('_')
                .and_then(|stem| value.get(stem))
                .unwrap_or(&value[*key]),
            Step::Item(index) => &value[*index],
        })
    }

    /// What an element can be called: by its path from the resource and from each type
    /// on the way, by its type and what that is built on. Nothing when R4 has no such.
    fn names_of(&self, way: &[Step<'a>]) -> Option<Vec<String>> {
        let library = self.scene.library;
        let resource = self.resource["resourceType"].as_str()?;
        let mut names = vec![resource.to_owned()];
        let mut kind: Box<str> = resource.into();
        let mut children = library.type_plan(resource)?.root.children.clone();
        for step in way {
            let Step::Key(key) = step else { continue };
            let at = children.take()?;
            let child = at.find(key.strip_prefix('_').unwrap_or(key))?;
            let node = &at.nodes[child.child];
            match &node.same_as {
                Some(path) => names = vec![format!("{resource}.{path}")],
                None => names.iter_mut().for_each(|name| extend(name, node)),
            }
            kind = child
                .kind
                .clone()
                .or_else(|| Some(node.types.first()?.code.clone()))?;
            names.push(kind.to_string());
            children = library.below(resource, node, child);
        }
        let mut base = library.base_of(&kind);
        while let Some(kind) = base {
            names.push(kind.to_owned());
            base = library.base_of(kind);
        }
        Some(names)
    }
}

/// Whether an extension stands for an element of another version of FHIR, such as
/// `http://hl7.org/fhir/5.0/StructureDefinition/extension-Patient.animal`: what it says is
/// defined by that version (R4, 2.1.6.4, "Extensions for converting between versions").
fn is_of_another_version(url: &str) -> bool {
    let mut parts = url.strip_prefix(HL7).unwrap_or_default().splitn(3, '/');
    let version = parts.next().unwrap_or_default();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|each| each.is_ascii_digit());
    version
        .split_once('.')
        .is_some_and(|(a, b)| digits(a) && digits(b))
        && parts.next() == Some("StructureDefinition")
        && parts
            .next()
            .is_some_and(|name| name.starts_with("extension-"))
}

fn extend(name: &mut String, node: &Node) {
    name.push('.');
    name.push_str(&node.name);
    if node.choice {
        name.push_str("[x]");
    }
}

fn named(context: &Context) -> &str {
    match context {
        Context::Element(name) | Context::Extension(name) | Context::Expression(name, _) => name,
    }
}
