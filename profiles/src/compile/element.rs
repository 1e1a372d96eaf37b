//! One ElementDefinition, read into a node.

use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use super::{constraint, extended};
use crate::definitions::{InstallError, bare};
use crate::plan::{Binding, Node, ProfileRef, Strength, TypeRef};

/// Says FHIR's type where a snapshot says one of FHIRPath's.
const FHIR_TYPE: &str = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type";
/// How deep an element may lie: what walks the tree of a profile recurses.
const LEVELS_MAX: usize = 64;
/// The longest id of an element; those within an element repeat its id.
const ID_BYTES_MAX: usize = 2048;
/// The extension that names the widest value set of a binding.
const WIDEST: &str = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet";

/// A step of an element id: a name, and the slice after the colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment<'a> {
    pub(super) name: &'a str,
    pub(super) slice: Option<&'a str>,
}

/// The id of an element by itself: for a sentence that names it.
pub(super) fn id_of(element: &Value) -> String {
    let text = |key: &str| element[key].as_str().unwrap_or_default();
    match (text("id"), text("sliceName")) {
        ("", "") => text("path").to_owned(),
        ("", slice) => format!("{}:{slice}", text("path")),
        (id, _) => id.to_owned(),
    }
}

/// The ids of the elements of a list. An element without one, or with one that says
/// another element than its path, gets one: within a slice when it follows the slice.
pub(super) fn ids(elements: &[Value], url: &str) -> Result<Vec<String>, InstallError> {
    let mut open: Vec<(&str, String)> = Vec::new();
    let mut ids = Vec::with_capacity(elements.len());
    for element in elements {
        let text = |key: &str| element[key].as_str().unwrap_or_default();
        let (id, path) = (text("id"), text("path"));
        let below = |open: &str| {
            let rest = path.strip_prefix(open)?;
            rest.starts_with('.').then_some(rest)
        };
        while open.last().is_some_and(|(open, _)| below(open).is_none()) {
            open.pop();
        }
        let id = if !id.is_empty() && (path.is_empty() || depth(id) == depth(path)) {
            id.to_owned()
        } else {
            let within = open.last().and_then(|(open, id)| Some((id, below(open)?)));
            let plain = within.map_or_else(|| path.to_owned(), |(id, rest)| format!("{id}{rest}"));
            match text("sliceName") {
                "" => plain,
                slice => format!("{plain}:{slice}"),
            }
        };
        if id.len() > ID_BYTES_MAX || levels(&id) > LEVELS_MAX {
            return Err(InstallError::TooDeep {
                url: url.to_owned(),
                what: "levels of elements",
            });
        }
        open.push((path, id.clone()));
        ids.push(id);
    }
    Ok(ids)
}

/// The levels of an element id: its steps, and the parts of the names of its slices.
fn levels(id: &str) -> usize {
    id.bytes().filter(|byte| b"./".contains(byte)).count()
}

fn depth(id: &str) -> usize {
    id.bytes().filter(|byte| *byte == b'.').count()
}

/// The steps of an element id, the first one the type.
pub(super) fn segments(id: &str) -> Vec<Segment<'_>> {
    id.split('.')
        .map(|part| match part.split_once(':') {
            Some((name, slice)) => Segment {
                name,
                slice: Some(slice),
            },
            None => Segment {
                name: part,
                slice: None,
            },
        })
        .collect()
}

/// A node that says what the element says and nothing else.
pub(super) fn node(element: &Value, id: &str, url: &str) -> Result<Node, InstallError> {
    let name = segments(id)
        .last()
        .map_or("", |segment| segment.name)
        .to_owned();
    let base_max = element["base"]["max"].as_str().or(element["max"].as_str());
    let mut node = Node {
        id: id.into(),
        name: name.strip_suffix("[x]").unwrap_or(&name).into(),
        choice: name.ends_with("[x]"),
        max: u32::MAX,
        many: base_max.is_some_and(|max| max != "1" && max != "0"),
        ..Node::default()
    };
    overlay(&mut node, element, url)?;
    Ok(node)
}

/// Lays what the element, of the profile of that URL, says over what the node says.
pub(super) fn overlay(node: &mut Node, element: &Value, url: &str) -> Result<(), InstallError> {
    if let Some(min) = element["min"].as_u64() {
        node.min = u32::try_from(min).unwrap_or(u32::MAX);
    }
    if let Some(max) = element["max"].as_str() {
        node.max = max.parse().unwrap_or(u32::MAX);
    }
    if let Some(types) = element["type"].as_array() {
        let base = std::mem::take(&mut node.types);
        node.types = types.iter().map(|each| type_ref(each, &base)).collect();
    }
    if let Some(path) = element["contentReference"].as_str() {
        let path = path.rsplit('#').next().unwrap_or_default();
        node.same_as = path.split_once('.').map(|(_, below)| below.into());
    }
    if let Some(length) = element["maxLength"].as_u64() {
        node.length_max = usize::try_from(length).ok();
    }
    if let Some(members) = element.as_object() {
        overlay_values(node, members);
    }
    extended::overlay(node, element);
    if let Some(binding) = binding(&element["binding"], url) {
        node.binding = Some(binding);
    }
    if let Some(widest) = widest(&element["binding"], url) {
        node.widest = Some(widest);
    }
    for constraint in element["constraint"].as_array().into_iter().flatten() {
        if let Some(rule) = constraint::rule(constraint, url, element)?
            && !node.rules.iter().any(|known| known.key == rule.key)
        {
            node.rules.push(rule);
        }
    }
    Ok(())
}

fn overlay_values(node: &mut Node, members: &Map<String, Value>) {
    for (key, value) in members {
        let place = match key.as_str() {
            key if key.starts_with("fixed") => &mut node.fixed,
            key if key.starts_with("pattern") => &mut node.pattern,
            key if key.starts_with("minValue") => &mut node.least,
            key if key.starts_with("maxValue") => &mut node.greatest,
            _ => continue,
        };
        *place = Some(Arc::new(value.clone()));
    }
}

/// The texts of a list.
pub(super) fn texts(values: &Value) -> Vec<Box<str>> {
    let values = values.as_array().into_iter().flatten();
    values
        .filter_map(|each| each.as_str().map(Box::from))
        .collect()
}

/// A type; where it says nothing of its profiles or targets, what the base says holds on.
fn type_ref(each: &Value, base: &[TypeRef]) -> TypeRef {
    let said = each["extension"].as_array().into_iter().flatten();
    let meant = said
        .filter(|extension| extension["url"] == FHIR_TYPE)
        .find_map(|extension| {
            extension["valueUrl"]
                .as_str()
                .or(extension["valueUri"].as_str())
        });
    let code = meant.unwrap_or_else(|| each["code"].as_str().unwrap_or_default());
    let code = code
        .strip_prefix("http://hl7.org/fhirpath/System.")
        .map_or(code, system);
    let base = base.iter().find(|base| &*base.code == code);
    let own = |urls: &Value, inherited: Option<&Vec<ProfileRef>>| match profile_refs(urls) {
        none if none.is_empty() => inherited.cloned().unwrap_or_default(),
        said => said,
    };
    let aggregation = match texts(&each["aggregation"]) {
        none if none.is_empty() => base.map_or_else(Vec::new, |base| base.aggregation.clone()),
        said => said,
    };
    TypeRef {
        code: code.into(),
        aggregation,
        profiles: own(&each["profile"], base.map(|base| &base.profiles)),
        targets: own(&each["targetProfile"], base.map(|base| &base.targets)),
        plan: OnceLock::new(),
    }
}

fn profile_refs(urls: &Value) -> Vec<ProfileRef> {
    let urls = urls.as_array().into_iter().flatten();
    let each = |url: &Value| {
        Some(ProfileRef {
            url: bare(url.as_str()?).into(),
            plan: OnceLock::new(),
        })
    };
    urls.filter_map(each).collect()
}

/// FHIR's name of a FHIRPath System type, where a snapshot uses one.
fn system(name: &str) -> &str {
    match name {
        "String" => "string",
        "Boolean" => "boolean",
        "Integer" => "integer",
        "Decimal" => "decimal",
        "Date" => "date",
        "DateTime" => "dateTime",
        "Time" => "time",
        other => other,
    }
}

/// Preferred and example bindings bind nobody and are left out.
fn binding(value: &Value, profile: &str) -> Option<Binding> {
    let strength = match value["strength"].as_str()? {
        "required" => Strength::Required,
        "extensible" => Strength::Extensible,
        _ => return None,
    };
    Some(bound_to(value["valueSet"].as_str()?, profile, strength))
}

/// The value set that a code must be in though the binding is not required.
fn widest(value: &Value, profile: &str) -> Option<Binding> {
    let extensions = value["extension"].as_array().into_iter().flatten();
    let mut widest = extensions.filter(|extension| extension["url"] == WIDEST);
    let said = widest.next()?;
    let url = said["valueCanonical"]
        .as_str()
        .or(said["valueUri"].as_str());
    Some(bound_to(url?, profile, Strength::Required))
}

/// A binding; to a value set that the profile of that URL contains by its fragment.
fn bound_to(url: &str, profile: &str, strength: Strength) -> Binding {
    let url = if url.starts_with('#') {
        format!("{profile}{url}")
    } else {
        bare(url).to_owned()
    };
    Binding {
        strength,
        url: url.into(),
        set: OnceLock::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{ID_BYTES_MAX, LEVELS_MAX, ids};

    #[test]
    fn an_id_is_made_of_path_and_slice_where_none_fits() {
        let element =
            |path: &str, slice: &str, id: &str| json!({"path": path, "sliceName": slice, "id": id});
        let elements: Vec<Value> = vec![
            element("A", "", ""),
            element("A.b", "", ""),
            element("A.b", "one", ""),
            element("A.b.c", "", ""),
            element("A.b.c.d", "", ""),
            element("A.b", "two", "A.b:two"),
            element("A.b.c", "", "A.b:two"),
            element("A.e", "", ""),
        ];
        assert_eq!(
            ids(&elements, "a").unwrap(),
            [
                "A",
                "A.b",
                "A.b:one",
                "A.b:one.c",
                "A.b:one.c.d",
                "A.b:two",
                "A.b:two.c",
                "A.e"
            ]
        );
    }

    #[test]
    fn an_element_lies_no_deeper_and_is_called_no_longer_than_is_taken() {
        let element = |id: &str| vec![json!({"id": id, "path": id})];
        let deep = |levels: usize| format!("A{}", ".b".repeat(levels));
        assert!(ids(&element(&deep(LEVELS_MAX)), "a").is_ok());
        assert!(ids(&element(&deep(LEVELS_MAX + 1)), "a").is_err());
        let parts = format!("A.b:{}", "c/".repeat(LEVELS_MAX));
        assert!(ids(&element(&parts), "a").is_err());
        assert!(ids(&element(&"a".repeat(ID_BYTES_MAX + 1)), "a").is_err());
    }
}
