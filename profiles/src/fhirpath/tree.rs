//! An expression as a tree: flat along a path, one box a level elsewhere.

use regex::Regex;

use super::functions::Run;
use super::moment::Moment;
use super::number::Decimal;

/// An expression.
#[derive(Debug)]
pub(super) enum Expr {
    /// `$this`, and what a path starts at that has no other start.
    This,
    /// `$index`.
    Index,
    /// `$total`.
    Total,
    /// A literal; `{}` is none.
    Literal(Option<Literal>),
    /// `%resource` and the like.
    Variable(Variable),
    /// Something, and the steps from there.
    Path(Box<Expr>, Box<[Step]>),
    /// `-x`.
    Negative(Box<Expr>),
    /// An operator between two expressions.
    Binary(Operator, Box<(Expr, Expr)>),
    /// `x is T`.
    Is(Box<Expr>, TypeName),
    /// `x as T`.
    As(Box<Expr>, TypeName),
    /// A type, as the argument of a function that takes one.
    Type(TypeName),
    /// A regular expression that was written as a literal.
    Pattern(Box<Regex>),
}

/// A literal.
#[derive(Clone, Debug)]
pub(super) enum Literal {
    Boolean(bool),
    Text(Box<str>),
    Integer(i32),
    Decimal(Decimal),
    Moment(Moment),
    /// A number with a unit: calendar units by their name, others in UCUM.
    Quantity(Decimal, Box<str>),
}

/// What stands after a percent sign.
#[derive(Debug)]
pub(super) enum Variable {
    /// The element that the expression is evaluated on.
    Context,
    /// The resource that it lies in.
    Resource,
    /// The resource that this one is contained in, else this one.
    RootResource,
    /// A text that does not change: the URL of a code system, a value set, an extension.
    Text(Box<str>),
}

/// A step of a path.
#[derive(Debug)]
pub(super) enum Step {
    /// To the children of that name.
    Child(Name),
    /// The type of what is there, or else the children of that name.
    TypeOrChild(Name, TypeName),
    /// To the item at that index.
    At(Expr),
    /// To what a function makes of it.
    Call(Run, Box<[Expr]>),
}

/// The name of a child, and of what stands beside it.
#[derive(Debug)]
pub(super) struct Name {
    /// As in JSON.
    pub(super) plain: Box<str>,
    /// With the underscore of primitive extensions before it.
    pub(super) beside: Box<str>,
}

impl Name {
    pub(super) fn new(plain: &str) -> Self {
        Self {
            plain: plain.into(),
            beside: format!("_{plain}").into(),
        }
    }
}

/// Whose type is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// FHIR's, or where it has none of the name, FHIRPath's own.
    Any,
    /// FHIR's.
    Fhir,
    /// FHIRPath's own.
    System,
}

/// The name of a type.
#[derive(Debug)]
pub(super) struct TypeName {
    pub(super) space: Space,
    pub(super) name: Box<str>,
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Multiply,
    Divide,
    Div,
    Mod,
    Add,
    Subtract,
    Concatenate,
    Union,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    Equivalent,
    NotEquivalent,
    In,
    Contains,
    And,
    Or,
    Xor,
    Implies,
}

impl Operator {
    /// The operator that is written so, and how strongly it binds.
    pub(super) fn of(written: &str) -> Option<(Self, u8)> {
        Some(match written {
            "*" => (Self::Multiply, 10),
            "/" => (Self::Divide, 10),
            "div" => (Self::Div, 10),
            "mod" => (Self::Mod, 10),
            "+" => (Self::Add, 9),
            "-" => (Self::Subtract, 9),
            "&" => (Self::Concatenate, 9),
            "|" => (Self::Union, 7),
            "<" => (Self::Less, 6),
            "<=" => (Self::LessOrEqual, 6),
            ">" => (Self::Greater, 6),
            ">=" => (Self::GreaterOrEqual, 6),
            "=" => (Self::Equal, 5),
            "!=" => (Self::NotEqual, 5),
            "~" => (Self::Equivalent, 5),
            "!~" => (Self::NotEquivalent, 5),
            "in" => (Self::In, 4),
            "contains" => (Self::Contains, 4),
            "and" => (Self::And, 3),
            "or" => (Self::Or, 2),
            "xor" => (Self::Xor, 2),
            "implies" => (Self::Implies, 1),
            _ => return None,
        })
    }
}

/// How strongly `is` and `as` bind: between `+` and `|`.
pub(super) const TYPE_BINDING: u8 = 8;
