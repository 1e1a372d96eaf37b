//! The parser: precedence climbing over the words, bounded in depth (N1, Precedence).

mod lex;
mod term;

use lex::Word;
pub(super) use term::pattern;

use super::tree::{Expr, Operator, Space, Step, TYPE_BINDING, TypeName};
use super::{NESTING_MAX, Refusal};

/// Parses a whole expression.
pub(super) fn parse(text: &str) -> Result<Expr, Refusal> {
    let words = lex::words(text)?;
    let mut parser = Parser {
        words,
        at: 0,
        depth: 0,
    };
    let tree = parser.expression(0)?;
    match parser.peek() {
        Word::End => Ok(tree.expr),
        _ => parser.wrong("the expression should end here"),
    }
}

/// A tree, and how many levels it has: evaluation recurses once a level.
struct Tree {
    expr: Expr,
    height: usize,
}

impl Tree {
    fn leaf(expr: Expr) -> Self {
        Self { expr, height: 1 }
    }

    /// A tree over others of at most that height.
    fn over(height: usize, expr: Expr) -> Result<Self, Refusal> {
        let height = height + 1;
        if height > NESTING_MAX {
            return Err(Refusal::TooLarge);
        }
        Ok(Self { expr, height })
    }
}

struct Parser {
    words: Vec<(usize, Word)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Word {
        self.words.get(self.at).map_or(&Word::End, |(_, word)| word)
    }

    /// The next word, which is taken; the end stays.
    fn next(&mut self) -> Word {
        let word = self.peek().clone();
        self.at += usize::from(word != Word::End);
        word
    }

    fn wrong<T>(&self, what: &'static str) -> Result<T, Refusal> {
        let at = self.words.get(self.at).map_or(0, |(at, _)| *at);
        Err(Refusal::Syntax { at, what })
    }

    /// Takes a sign where it comes next.
    fn takes(&mut self, sign: &'static str) -> bool {
        let found = *self.peek() == Word::Sign(sign);
        self.at += usize::from(found);
        found
    }

    fn wants(&mut self, sign: &'static str) -> Result<(), Refusal> {
        if self.takes(sign) {
            return Ok(());
        }
        self.wrong("a bracket or point is missing")
    }

    /// An expression of operators that bind more strongly than `least`.
    fn expression(&mut self, least: u8) -> Result<Tree, Refusal> {
        self.depth += 1;
        if self.depth > NESTING_MAX {
            return Err(Refusal::TooLarge);
        }
        let mut left = self.signed()?;
        while let Some(more) = self.operation(least, &mut left)? {
            left = more;
        }
        self.depth -= 1;
        Ok(left)
    }

    /// What is made of `left` by the operator that comes next, where it binds strongly enough.
    fn operation(&mut self, least: u8, left: &mut Tree) -> Result<Option<Tree>, Refusal> {
        let written: &str = match self.peek() {
            Word::Sign(sign) => sign,
            Word::Name(name) => name,
            _ => return Ok(None),
        };
        if matches!(written, "is" | "as") {
            let is = written == "is";
            return if TYPE_BINDING > least {
                self.typed(is, left).map(Some)
            } else {
                Ok(None)
            };
        }
        let Some((operator, binding)) = Operator::of(written).filter(|found| found.1 > least)
        else {
            return Ok(None);
        };
        self.at += 1;
        let right = self.expression(binding)?;
        let height = left.height.max(right.height);
        let left = std::mem::replace(&mut left.expr, Expr::This);
        let both = Box::new((left, right.expr));
        Tree::over(height, Expr::Binary(operator, both)).map(Some)
    }

    fn typed(&mut self, is: bool, left: &mut Tree) -> Result<Tree, Refusal> {
        self.at += 1;
        let name = self.type_name()?;
        let on = Box::new(std::mem::replace(&mut left.expr, Expr::This));
        let expr = if is {
            Expr::Is(on, name)
        } else {
            Expr::As(on, name)
        };
        Tree::over(left.height, expr)
    }

    /// A polarity sign binds less strongly than a path, and more than all else.
    fn signed(&mut self) -> Result<Tree, Refusal> {
        let mut signs = 0;
        let mut negative = false;
        loop {
            if self.takes("-") {
                negative = !negative;
            } else if !self.takes("+") {
                break;
            }
            signs += 1;
        }
        let tree = self.path()?;
        match (signs, negative) {
            (0, _) => Ok(tree),
            (_, true) => Tree::over(tree.height, Expr::Negative(Box::new(tree.expr))),
            (_, false) => {
                let twice = Expr::Negative(Box::new(tree.expr));
                Tree::over(tree.height + 1, Expr::Negative(Box::new(twice)))
            }
        }
    }

    /// A term and the steps from it.
    fn path(&mut self) -> Result<Tree, Refusal> {
        let mut steps = Vec::new();
        let mut height = 0;
        let start = self.term(&mut steps, &mut height)?;
        height = height.max(start.height);
        loop {
            if self.takes(".") {
                let step = self.step(&mut height)?;
                steps.push(step);
            } else if self.takes("[") {
                let index = self.expression(0)?;
                height = height.max(index.height);
                self.wants("]")?;
                steps.push(Step::At(index.expr));
            } else {
                break;
            }
        }
        if steps.is_empty() {
            return Ok(start);
        }
        Tree::over(height, Expr::Path(Box::new(start.expr), steps.into()))
    }

    /// A type's name, with or without the space it is of.
    fn type_name(&mut self) -> Result<TypeName, Refusal> {
        let first = self.identifier()?;
        let space = match &*first {
            "FHIR" => Space::Fhir,
            "System" => Space::System,
            _ => Space::Any,
        };
        if space == Space::Any || !self.takes(".") {
            let space = Space::Any;
            return Ok(TypeName { space, name: first });
        }
        let name = self.identifier()?;
        Ok(TypeName { space, name })
    }

    fn identifier(&mut self) -> Result<Box<str>, Refusal> {
        match self.peek() {
            Word::Quoted(_) | Word::Name(_) => {}
            _ => return self.wrong("a name is missing"),
        }
        match self.next() {
            Word::Quoted(name) => Ok(name),
            Word::Name(name) if !name.starts_with('$') => Ok(name),
            _ => self.wrong("a name is missing"),
        }
    }
}
