//! Documentation: every file says what it does, every public item what it is.

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use super::none;
use super::sources::{is_for_tests, production, rust, tracked};

#[test]
fn every_file_opens_with_what_it_does() {
    let sources = rust().unwrap();
    let silent = sources
        .iter()
        .filter(|source| !is_documented(&source.syntax.attrs));
    let faults: Vec<String> = silent.map(|source| source.path.clone()).collect();
    none("every Rust file has a module doc", &faults);
}

#[test]
fn every_public_item_is_documented() {
    let mut faults = Vec::new();
    for source in production().unwrap() {
        let mut undocumented = Undocumented {
            path: &source.path,
            faults: &mut faults,
        };
        undocumented.visit_file(&source.syntax);
    }
    none("every public item is documented", &faults);
}

#[test]
fn no_planning_notes_lie_about() {
    const NOTES: [&str; 8] = [
        "notes", "note", "plan", "planning", "scratch", "wip", "progress", "todo",
    ];
    // What Helm tells whoever has installed a chart, under the name that Helm reads.
    const TOLD_BY_HELM: &str = "/templates/NOTES.txt";
    let paths = tracked().unwrap().into_iter();
    let faults: Vec<String> = paths
        .filter(|path| !path.ends_with(TOLD_BY_HELM))
        .filter(|path| {
            let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
            let (stem, extension) = name.split_once('.').unwrap_or((&name, ""));
            matches!(extension, "" | "md" | "txt") && NOTES.contains(&stem)
        })
        .collect();
    none("no planning notes lie about", &faults);
}

fn is_documented(attributes: &[syn::Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("doc"))
}

struct Undocumented<'s> {
    path: &'s str,
    faults: &'s mut Vec<String>,
}

impl Undocumented<'_> {
    fn look(
        &mut self,
        visibility: &syn::Visibility,
        attributes: &[syn::Attribute],
        name: &syn::Ident,
    ) {
        if matches!(visibility, syn::Visibility::Public(_)) {
            self.look_public(attributes, name);
        }
    }

    fn look_public(&mut self, attributes: &[syn::Attribute], name: &syn::Ident) {
        if !is_documented(attributes) {
            self.faults
                .push(format!("{}:{} {name}", self.path, name.span().start().line));
        }
    }
}

impl<'ast> Visit<'ast> for Undocumented<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        use syn::Item;
        match item {
            Item::Fn(item) => self.look(&item.vis, &item.attrs, &item.sig.ident),
            Item::Struct(item) => self.look(&item.vis, &item.attrs, &item.ident),
            Item::Enum(item) => self.look(&item.vis, &item.attrs, &item.ident),
            Item::Trait(item) => self.look(&item.vis, &item.attrs, &item.ident),
            Item::Type(item) => self.look(&item.vis, &item.attrs, &item.ident),
            Item::Const(item) => self.look(&item.vis, &item.attrs, &item.ident),
            Item::Static(item) => self.look(&item.vis, &item.attrs, &item.ident),
            Item::Mod(module) if is_for_tests(&module.attrs) => return,
            Item::Mod(module) if module.content.is_some() => {
                self.look(&module.vis, &module.attrs, &module.ident);
            }
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.look(&function.vis, &function.attrs, &function.sig.ident);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        for field in &item.fields {
            if let Some(name) = &field.ident {
                self.look(&field.vis, &field.attrs, name);
            }
        }
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        if matches!(item.vis, syn::Visibility::Public(_)) {
            for variant in &item.variants {
                self.look_public(&variant.attrs, &variant.ident);
            }
        }
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        if matches!(item.vis, syn::Visibility::Public(_)) {
            for inner in &item.items {
                if let syn::TraitItem::Fn(function) = inner {
                    self.look_public(&function.attrs, &function.sig.ident);
                }
            }
        }
    }
}

#[test]
fn an_undocumented_public_field_is_found() {
    let syntax =
        syn::parse_file("/// A.\npub struct A {\n    pub b: u8,\n    c: u8,\n}\n").unwrap();
    let mut faults = Vec::new();
    Undocumented {
        path: "a.rs",
        faults: &mut faults,
    }
    .visit_file(&syntax);
    assert_eq!(faults, ["a.rs:3 b"]);
    assert_eq!(syntax.span().start().line, 1);
}
