//! The Bundle index: what a reference leads to, by hash look-up.
//!
//! Follows R4's rules (Bundle, "Resolving references in Bundles"): `fullUrl` first;
//! a relative reference is completed from the `fullUrl` of the entry it stands in;
//! type and id are enough where no other entry could be meant.

use std::collections::HashMap;

use serde_json::Value;

use super::contained::Contained;
use super::items;
use crate::fhirpath::Resolve;

/// What a reference leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target<'a> {
    /// A resource in this body.
    Here(&'a Value),
    /// Something that would have to be here and is not.
    Nowhere,
    /// Something outside.
    Outside,
    /// Something that is not looked up: a query, or no reference at all.
    Unasked,
}

/// The entries of a Bundle by what they can be referred to with.
#[derive(Debug, Default)]
pub(crate) struct Index<'a> {
    full_urls: HashMap<&'a str, &'a Value>,
    ids: HashMap<(&'a str, &'a str), &'a Value>,
    contained: Contained<'a>,
    /// Whether the body is more than a single resource.
    several: bool,
    /// What a document or a message starts with.
    head: Option<&'a Value>,
    /// What that is called.
    head_url: Option<&'a str>,
}

impl<'a> Index<'a> {
    /// The index of a body: of its Bundle, and of Bundles within it.
    pub(crate) fn of(tree: &'a Value) -> Self {
        let mut index = Self::default();
        index.add_all(tree);
        let headed = matches!(tree["type"].as_str(), Some("document" | "message"));
        let head = headed.then(|| &tree["entry"][0]);
        index.head = head.map(|head| &head["resource"]);
        index.head_url = head.and_then(|head| head["fullUrl"].as_str());
        index
    }

    fn add_all(&mut self, value: &'a Value) {
        self.contained.add(value);
        match value["resourceType"].as_str() {
            Some("Bundle") => {
                for entry in items(value, "entry") {
                    self.add(entry);
                    self.add_all(&entry["resource"]);
                    self.contained.add(&entry["response"]["outcome"]);
                }
            }
            Some("Parameters") => self.add_parameters(value, "parameter"),
            _ => {}
        }
    }

    fn add_parameters(&mut self, value: &'a Value, key: &str) {
        for parameter in items(value, key) {
            self.add_all(&parameter["resource"]);
            self.add_parameters(parameter, "part");
        }
    }

    fn add(&mut self, entry: &'a Value) {
        self.several = true;
        let resource = &entry["resource"];
        if let Some(url) = entry["fullUrl"].as_str() {
            self.full_urls.entry(url).or_insert(resource);
        }
        let id = resource["resourceType"]
            .as_str()
            .zip(resource["id"].as_str());
        if let Some(id) = id {
            self.ids.entry(id).or_insert(resource);
        }
    }

    /// Whether the body is a single resource, which refers out of itself as a matter of
    /// course.
    pub(crate) fn is_one_resource(&self) -> bool {
        !self.several
    }

    /// Whether a resource is what the document or message starts with: the Composition
    /// or the `MessageHeader`.
    pub(crate) fn is_head(&self, resource: &Value) -> bool {
        self.head.is_some_and(|head| std::ptr::eq(head, resource))
    }

    /// Whether what the document or message starts with has a URL on a server, which
    /// relative references are completed from.
    pub(crate) fn is_on_server(&self) -> bool {
        self.head_url.is_some_and(|url| url.starts_with("http"))
    }

    /// The resource of that id that a resource contains.
    pub(crate) fn contained(&self, within: &'a Value, id: &str) -> Option<&'a Value> {
        self.contained.find(within, id)
    }

    /// What a reference within a resource leads to.
    pub(crate) fn resolve(&self, reference: &str, within: &'a Value) -> Target<'a> {
        if let Some(fragment) = reference.strip_prefix('#') {
            return match self.contained(within, fragment) {
                _ if fragment.is_empty() => Target::Here(within),
                found => found.map_or(Target::Nowhere, Target::Here),
            };
        }
        if reference.contains('?') || reference.is_empty() {
            return Target::Unasked;
        }
        let bare = reference.split("/_history/").next().unwrap_or(reference);
        if let Some(resource) = self.full_urls.get(bare) {
            return Target::Here(resource);
        }
        if self.several && bare.starts_with("urn:") {
            return Target::Nowhere;
        }
        match self.by_id(bare) {
            Some(resource) => Target::Here(resource),
            None => Target::Outside,
        }
    }

    /// The entry of a relative reference, or of an absolute one that ends alike.
    fn by_id(&self, reference: &str) -> Option<&'a Value> {
        if reference.contains("://") {
            return None;
        }
        let (rest, id) = reference.rsplit_once('/')?;
        let kind = rest.rsplit('/').next().unwrap_or(rest);
        self.ids.get(&(kind, id)).copied()
    }
}

impl<'a> Resolve<'a> for Index<'a> {
    fn resource(&self, reference: &str, within: &'a Value) -> Option<&'a Value> {
        match self.resolve(reference, within) {
            Target::Here(resource) => Some(resource),
            Target::Nowhere | Target::Outside | Target::Unasked => None,
        }
    }
}
