//! `unwrap` and `expect` outside tests: none without a sentence that states the invariant.
//!
//! A constant is computed by the compiler, so what cannot fail there is seen there.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::none;
use super::sources::{Source, is_for_tests, production};

#[test]
fn nothing_is_unwrapped_without_a_stated_invariant() {
    let faults: Vec<String> = production().unwrap().iter().flat_map(unwraps).collect();
    none(
        "unwrap and expect need #[expect(clippy::…, reason = \"…\")]",
        &faults,
    );
}

#[test]
fn no_lint_is_allowed_away() {
    let mut faults = Vec::new();
    for source in production().unwrap() {
        for (index, line) in source.production_text().lines().enumerate() {
            let attribute = line.trim_start();
            if attribute.starts_with("#[allow(") || attribute.starts_with("#![allow(") {
                faults.push(format!("{}:{}", source.path, index + 1));
            }
        }
    }
    none("lints are expected with a reason, never allowed", &faults);
}

fn unwraps(source: &Source) -> Vec<String> {
    let mut unwraps = Unwraps {
        path: &source.path,
        stated: 0,
        faults: Vec::new(),
    };
    let stated = states_invariant(&source.syntax.attrs);
    unwraps.under(stated, |unwraps| unwraps.visit_file(&source.syntax));
    unwraps.faults
}

struct Unwraps<'s> {
    path: &'s str,
    /// How many attributes around here state an invariant.
    stated: usize,
    faults: Vec<String>,
}

impl Unwraps<'_> {
    fn under(&mut self, stated: bool, look: impl FnOnce(&mut Self)) {
        self.stated += usize::from(stated);
        look(self);
        self.stated -= usize::from(stated);
    }

    fn found(&mut self, name: &proc_macro2::Ident) {
        if self.stated == 0 {
            self.faults
                .push(format!("{}:{} {name}", self.path, name.span().start().line));
        }
    }

    /// Looks into a macro's tokens for `.unwrap(` and `.expect(`.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for window in tokens.windows(3) {
            if let [
                TokenTree::Punct(dot),
                TokenTree::Ident(name),
                TokenTree::Group(arguments),
            ] = window
                && dot.as_char() == '.'
                && arguments.delimiter() == Delimiter::Parenthesis
                && is_unwrap(
                    &name.to_string(),
                    usize::from(!arguments.stream().is_empty()),
                )
            {
                self.found(name);
            }
        }
        for token in tokens {
            if let TokenTree::Group(group) = token {
                self.tokens(group.stream());
            }
        }
    }
}

impl<'ast> Visit<'ast> for Unwraps<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            self.under(states_invariant(&module.attrs), |it| {
                visit::visit_item_mod(it, module);
            });
        }
    }

    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}

    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !is_for_tests(&function.attrs) {
            self.under(states_invariant(&function.attrs), |it| {
                visit::visit_item_fn(it, function);
            });
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.under(states_invariant(&item.attrs), |it| {
            visit::visit_item_impl(it, item);
        });
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.under(states_invariant(&item.attrs), |it| {
            visit::visit_item_static(it, item);
        });
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.under(states_invariant(&function.attrs), |it| {
            visit::visit_impl_item_fn(it, function);
        });
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        self.under(states_invariant(&local.attrs), |it| {
            visit::visit_local(it, local);
        });
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.under(states_invariant(&call.attrs), |it| {
            let arguments = call.args.len();
            if is_unwrap(&call.method.to_string(), arguments) {
                it.found(&call.method);
            }
            visit::visit_expr_method_call(it, call);
        });
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
    }
}

/// Whether it is the standard library's: a method of ours may be called so with other arguments.
fn is_unwrap(method: &str, arguments: usize) -> bool {
    matches!(
        (method, arguments),
        ("unwrap" | "unwrap_err", 0) | ("expect" | "expect_err", 1)
    )
}

/// Whether attributes say `#[expect(clippy::unwrap_used, reason = "…")]` or the like.
fn states_invariant(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let syn::Meta::List(list) = &attribute.meta else {
            return false;
        };
        let said = list.tokens.to_string();
        let named = said.contains("unwrap_used") || said.contains("expect_used");
        list.path.is_ident("expect") && named && said.contains("reason")
    })
}

#[test]
fn an_unwrap_in_a_macro_is_found_and_a_stated_one_is_not() {
    let text = "fn a() { println!(\"{}\", b().unwrap()); }\n\
                #[expect(clippy::expect_used, reason = \"c is there\")]\n\
                fn c() { d().expect(\"e\"); }\n";
    let syntax = syn::parse_file(text).unwrap();
    let mut unwraps = Unwraps {
        path: "a.rs",
        stated: 0,
        faults: Vec::new(),
    };
    unwraps.visit_file(&syntax);
    assert_eq!(unwraps.faults, ["a.rs:1 unwrap"]);
}
