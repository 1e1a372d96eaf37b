//! Terms, and the steps that can follow a point: names, calls, literals, variables.

use regex::Regex;

use super::lex::Word;
use super::{Parser, Tree};
use crate::fhirpath::Refusal;
use crate::fhirpath::functions::{self, Function, Takes};
use crate::fhirpath::moment::is_calendar_unit;
use crate::fhirpath::number;
use crate::fhirpath::tree::{Expr, Literal, Name, Space, Step, TypeName, Variable};

/// The URLs that FHIR gives names (R4, FHIRPath: Environment Variables).
const NAMED_URLS: [(&str, &str); 3] = [
    ("sct", "http://snomed.info/sct"),
    ("loinc", "http://loinc.org"),
    ("ucum", "http://unitsofmeasure.org"),
];

impl Parser {
    /// What a path starts at; a name or a call is already a step from `$this`.
    pub(super) fn term(
        &mut self,
        steps: &mut Vec<Step>,
        height: &mut usize,
    ) -> Result<Tree, Refusal> {
        if self.takes("(") {
            let tree = self.expression(0)?;
            self.wants(")")?;
            return Ok(tree);
        }
        if self.takes("{") {
            self.wants("}")?;
            return Ok(Tree::leaf(Expr::Literal(None)));
        }
        match self.peek().clone() {
            Word::Text(text) => Ok(self.literal(Literal::Text(text))),
            Word::Moment(moment) => Ok(self.literal(Literal::Moment(moment))),
            Word::Number(written) => self.number(&written),
            Word::Variable(name) => {
                let variable = variable(&name)?;
                self.at += 1;
                Ok(Tree::leaf(Expr::Variable(variable)))
            }
            Word::Name(name) if name.starts_with('$') => self.dollar(&name),
            Word::Name(name) if matches!(&*name, "true" | "false") => {
                Ok(self.literal(Literal::Boolean(*name == *"true")))
            }
            Word::Name(_) | Word::Quoted(_) => {
                let step = match self.step(height)? {
                    Step::Child(name)
                        if name.plain.starts_with(|c: char| c.is_ascii_uppercase()) =>
                    {
                        let (space, kind) = (Space::Fhir, name.plain.clone());
                        Step::TypeOrChild(name, TypeName { space, name: kind })
                    }
                    step => step,
                };
                steps.push(step);
                Ok(Tree::leaf(Expr::This))
            }
            _ => self.wrong("a term is missing"),
        }
    }

    fn literal(&mut self, literal: Literal) -> Tree {
        self.at += 1;
        Tree::leaf(Expr::Literal(Some(literal)))
    }

    fn dollar(&mut self, name: &str) -> Result<Tree, Refusal> {
        let expr = match name {
            "$this" => Expr::This,
            "$index" => Expr::Index,
            "$total" => Expr::Total,
            _ => return self.wrong("no such name begins with $"),
        };
        self.at += 1;
        Ok(Tree::leaf(expr))
    }

    /// A number, or a quantity where a unit follows.
    fn number(&mut self, written: &str) -> Result<Tree, Refusal> {
        let Some(decimal) = number::parse(written) else {
            return self.wrong("the number is too large");
        };
        let whole: Option<i32> = written.parse().ok();
        if whole.is_none() && !written.contains('.') {
            return self.wrong("the number is too large");
        }
        self.at += 1;
        let unit = match self.peek() {
            Word::Text(unit) => Some(unit.clone()),
            Word::Name(name) if is_calendar_unit(name) => Some(name.clone()),
            _ => None,
        };
        let literal = match (unit, whole) {
            (Some(unit), _) => {
                self.at += 1;
                Literal::Quantity(decimal, unit)
            }
            (None, Some(whole)) => Literal::Integer(whole),
            (None, None) => Literal::Decimal(decimal),
        };
        Ok(Tree::leaf(Expr::Literal(Some(literal))))
    }

    /// A name or a call.
    pub(super) fn step(&mut self, height: &mut usize) -> Result<Step, Refusal> {
        if let Word::Name(name) = self.peek()
            && matches!(&**name, "$this" | "$index" | "$total")
        {
            return self.wrong("$this, $index and $total start a path");
        }
        let name = self.identifier()?;
        if !self.takes("(") {
            return Ok(Step::Child(Name::new(&name)));
        }
        let Some(function) = functions::find(&name) else {
            return Err(Refusal::Function { name: name.into() });
        };
        let arguments = self.arguments(function, height)?;
        Ok(Step::Call(function.run, arguments.into()))
    }

    fn arguments(&mut self, function: &Function, height: &mut usize) -> Result<Vec<Expr>, Refusal> {
        let mut arguments = Vec::new();
        while !self.takes(")") {
            if !arguments.is_empty() {
                self.wants(",")?;
            }
            let argument = match function.takes {
                Takes::Type => Tree::leaf(Expr::Type(self.type_name()?)),
                Takes::Pattern if arguments.is_empty() => self.pattern()?,
                Takes::Values | Takes::Pattern => self.expression(0)?,
            };
            *height = (*height).max(argument.height);
            arguments.push(argument.expr);
        }
        if arguments.len() < function.least || arguments.len() > function.most {
            let name = function.name;
            return Err(Refusal::Arguments { name });
        }
        Ok(arguments)
    }

    /// A regular expression; one that is written as a literal is compiled now.
    fn pattern(&mut self) -> Result<Tree, Refusal> {
        let tree = self.expression(0)?;
        match tree.expr {
            Expr::Literal(Some(Literal::Text(text))) => {
                let pattern = pattern(&text).ok_or(Refusal::Pattern)?;
                Ok(Tree::leaf(Expr::Pattern(Box::new(pattern))))
            }
            _ => Ok(tree),
        }
    }
}

/// A regular expression in single-line mode (N1, `matches`), limited in size.
pub(in crate::fhirpath) fn pattern(text: &str) -> Option<Regex> {
    regex::RegexBuilder::new(text)
        .dot_matches_new_line(true)
        .size_limit(1 << 20)
        .nest_limit(64)
        .build()
        .ok()
}

fn variable(name: &str) -> Result<Variable, Refusal> {
    let named = NAMED_URLS.iter().find(|(known, _)| *known == name);
    if let Some((_, url)) = named {
        return Ok(Variable::Text((*url).into()));
    }
    let of = |what: &str, rest: &str| {
        Ok(Variable::Text(
            format!("http://hl7.org/fhir/{what}/{rest}").into(),
        ))
    };
    match name {
        "context" => Ok(Variable::Context),
        "resource" => Ok(Variable::Resource),
        "rootResource" => Ok(Variable::RootResource),
        name => match (name.strip_prefix("vs-"), name.strip_prefix("ext-")) {
            (Some(rest), _) => of("ValueSet", rest),
            (_, Some(rest)) => of("StructureDefinition", rest),
            _ => Err(Refusal::Variable {
                name: name.to_owned(),
            }),
        },
    }
}
