//! What is measured: lines a file, lines a function body, parameters, methods a trait.

use syn::visit::{self, Visit};

use super::sources::{Source, is_for_tests};

/// A function outside tests.
pub(crate) struct Function {
    /// Where: `path:line name`.
    pub at: String,
    /// The lines between its braces, comments and blank lines included; 1 for a body on one line.
    pub body_lines: Option<usize>,
    /// Its parameters, `self` included.
    pub parameters: usize,
}

/// A trait.
pub(crate) struct Trait {
    /// Where: `path:line name`.
    pub at: String,
    /// Its methods.
    pub methods: usize,
}

/// The functions of a file, those of its tests left out.
pub(crate) fn functions(source: &Source) -> Vec<Function> {
    measured(source).functions
}

/// The traits of a file, those of its tests left out.
pub(crate) fn traits(source: &Source) -> Vec<Trait> {
    measured(source).traits
}

fn measured(source: &Source) -> Measured<'_> {
    let mut measured = Measured {
        path: &source.path,
        functions: Vec::new(),
        traits: Vec::new(),
    };
    measured.visit_file(&source.syntax);
    measured
}

struct Measured<'s> {
    path: &'s str,
    functions: Vec<Function>,
    traits: Vec<Trait>,
}

impl Measured<'_> {
    fn function(&mut self, signature: &syn::Signature, body: Option<&syn::Block>) {
        let braces = body.map(|body| body.brace_token.span);
        let lines = braces.map(|braces| braces.close().start().line - braces.open().start().line);
        self.functions.push(Function {
            at: self.at(&signature.ident),
            body_lines: lines.map(|lines| lines.saturating_sub(1).max(1)),
            parameters: signature.inputs.len(),
        });
    }

    fn at(&self, name: &syn::Ident) -> String {
        format!("{}:{} {name}", self.path, name.span().start().line)
    }
}

impl<'ast> Visit<'ast> for Measured<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !is_for_tests(&function.attrs) {
            self.function(&function.sig, Some(&function.block));
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.function(&function.sig, Some(&function.block));
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        self.function(&function.sig, function.default.as_ref());
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        let methods = item
            .items
            .iter()
            .filter(|item| matches!(item, syn::TraitItem::Fn(_)));
        self.traits.push(Trait {
            at: self.at(&item.ident),
            methods: methods.count(),
        });
        visit::visit_item_trait(self, item);
    }
}
