//! The words of an expression (N1, grammar: lexical rules).

use super::super::moment::{self, Moment};
use super::super::{Refusal, TEXT_BYTES_MAX};

/// What a word is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// An identifier, a keyword, or `$this` and the like.
    Name(Box<str>),
    /// An identifier between backticks, which is never a keyword.
    Quoted(Box<str>),
    /// A string.
    Text(Box<str>),
    /// A number, as written.
    Number(Box<str>),
    /// A date or time.
    Moment(Moment),
    /// What stands after a percent sign.
    Variable(Box<str>),
    /// An operator or bracket.
    Sign(&'static str),
    /// The end of the expression.
    End,
}

/// Two-letter signs stand before those that begin alike.
const SIGNS: [&str; 24] = [
    "<=", ">=", "!=", "!~", "(", ")", "[", "]", "{", "}", ".", ",", "*", "/", "+", "-", "&", "|",
    "<", ">", "=", "~", "$", "%",
];

/// The words of a text, each with where it begins.
pub(super) fn words(text: &str) -> Result<Vec<(usize, Word)>, Refusal> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(Refusal::TooLarge);
    }
    let mut lexer = Lexer { text, at: 0 };
    let mut words = Vec::with_capacity(text.len() / 4 + 1);
    loop {
        lexer.skip_blank()?;
        let at = lexer.at;
        let word = lexer.word()?;
        let ended = word == Word::End;
        words.push((at, word));
        if ended {
            return Ok(words);
        }
    }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn wrong<T>(&self, what: &'static str) -> Result<T, Refusal> {
        Err(Refusal::Syntax { at: self.at, what })
    }

    /// Takes the longest start of the rest whose letters all fit.
    fn take(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|letter| !fits(letter)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn skip_blank(&mut self) -> Result<(), Refusal> {
        loop {
            self.take(|letter| matches!(letter, ' ' | '\t' | '\r' | '\n'));
            if self.rest().starts_with("//") {
                self.take(|letter| !matches!(letter, '\r' | '\n'));
            } else if self.rest().starts_with("/*") {
                match self.rest().find("*/") {
                    Some(end) => self.at += end + 2,
                    None => return self.wrong("the comment does not end"),
                }
            } else {
                return Ok(());
            }
        }
    }

    fn word(&mut self) -> Result<Word, Refusal> {
        let Some(first) = self.rest().chars().next() else {
            return Ok(Word::End);
        };
        match first {
            '\'' => Ok(Word::Text(self.quoted('\'')?)),
            '`' => Ok(Word::Quoted(self.quoted('`')?)),
            '@' => self.moment(),
            '0'..='9' => Ok(self.number()),
            '$' if self.rest()[1..].starts_with(is_name_start) => {
                self.at += 1;
                Ok(Word::Name(format!("${}", self.take(is_name)).into()))
            }
            '%' => self.variable(),
            first if is_name_start(first) => Ok(Word::Name(self.take(is_name).into())),
            _ => self.sign(),
        }
    }

    fn sign(&mut self) -> Result<Word, Refusal> {
        let found = SIGNS.iter().find(|sign| self.rest().starts_with(**sign));
        match found {
            Some(sign) => {
                self.at += sign.len();
                Ok(Word::Sign(sign))
            }
            None => self.wrong("no such sign is known"),
        }
    }

    fn number(&mut self) -> Word {
        let start = self.at;
        self.take(|letter| letter.is_ascii_digit());
        let mut after = self.rest().chars();
        if after.next() == Some('.') && after.next().is_some_and(|next| next.is_ascii_digit()) {
            self.at += 1;
            self.take(|letter| letter.is_ascii_digit());
        }
        Word::Number(self.text[start..self.at].into())
    }

    fn moment(&mut self) -> Result<Word, Refusal> {
        let at = self.at;
        self.at += 1;
        let mut written = self.take(|letter| {
            letter.is_ascii_digit() || matches!(letter, 'T' | 'Z' | ':' | '-' | '+')
        });
        let fraction = self.rest().strip_prefix('.');
        if fraction.is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit())) {
            self.at += 1;
            self.take(|letter| letter.is_ascii_digit() || matches!(letter, 'Z' | ':' | '-' | '+'));
            written = &self.text[at + 1..self.at];
        }
        moment::literal(written)
            .map(Word::Moment)
            .ok_or(Refusal::Syntax {
                at,
                what: "here is no date or time",
            })
    }

    fn variable(&mut self) -> Result<Word, Refusal> {
        self.at += 1;
        match self.rest().chars().next() {
            Some(quote @ ('\'' | '`')) => Ok(Word::Variable(self.quoted(quote)?)),
            Some(first) if is_name_start(first) => {
                // `%vs-name` and `%ext-name` were written without quotes before N1.
                let name = self.take(|letter| is_name(letter) || letter == '-');
                Ok(Word::Variable(name.into()))
            }
            _ => self.wrong("a name is missing after the percent sign"),
        }
    }

    /// What stands between two quotes, its escapes undone.
    fn quoted(&mut self, quote: char) -> Result<Box<str>, Refusal> {
        self.at += 1;
        let mut found = String::new();
        loop {
            found.push_str(self.take(|letter| letter != quote && letter != '\\'));
            match self.rest().chars().next() {
                Some('\\') => {
                    self.at += 1;
                    let letter = self.escaped()?;
                    found.push(letter);
                }
                Some(_) => {
                    self.at += 1;
                    return Ok(found.into());
                }
                None => return self.wrong("the quotes are not closed"),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Refusal> {
        let letter = match self.rest().chars().next() {
            Some(same @ ('\'' | '"' | '`' | '\\' | '/')) => same,
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => return self.unicode(),
            _ => return self.wrong("no such escape is known"),
        };
        self.at += 1;
        Ok(letter)
    }

    fn unicode(&mut self) -> Result<char, Refusal> {
        let digits = self.rest().get(1..5);
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match number.and_then(char::from_u32) {
            Some(letter) => {
                self.at += 5;
                Ok(letter)
            }
            None => self.wrong("here are no four hexadecimal digits of a letter"),
        }
    }
}

fn is_name_start(letter: char) -> bool {
    letter.is_ascii_alphabetic() || letter == '_'
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}
