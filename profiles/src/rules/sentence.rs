//! A sentence in both languages, with blanks: `The element {element} is missing.`
//!
//! What stands in the blanks is found in the English sentence as it was said. Names of
//! elements, profiles and value sets stand there, never a value from a body.

use std::borrow::Cow;

use serde::Deserialize;

/// A sentence in both languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// In English, with a name in braces for each blank.
    pub en: String,
    /// In Norwegian bokmål, with the same blanks.
    pub nb: String,
    /// The id of HL7's message for this sentence, where it is not the rule's.
    pub hl7: Option<String>,
}

/// What stands in the blanks of a sentence, by their names.
pub(super) type Blanks<'s, 'm> = Vec<(&'s str, &'m str)>;

impl Sentence {
    /// What stands in the blanks; nothing where the message is not this sentence.
    #[must_use]
    pub fn blanks<'m>(&self, message: &'m str) -> Option<Vec<(&str, &'m str)>> {
        let mut blanks = Vec::new();
        let mut open = None;
        let mut rest = message;
        let mut pieces = pieces(&self.en).peekable();
        while let Some((words, blank)) = pieces.next() {
            rest = match open {
                None => rest.strip_prefix(words)?,
                Some(name) if pieces.peek().is_none() => {
                    blanks.push((name, rest.strip_suffix(words)?));
                    ""
                }
                Some(name) => {
                    let (found, after) = rest.split_once(words)?;
                    blanks.push((name, found));
                    after
                }
            };
            open = blank;
        }
        rest.is_empty().then_some(blanks)
    }

    /// The sentence in Norwegian; `say` says what stood in a blank of that name.
    pub(super) fn in_norwegian<'m>(
        &self,
        blanks: &Blanks<'_, 'm>,
        say: impl Fn(&str, &'m str) -> Cow<'m, str>,
    ) -> String {
        let mut said = String::with_capacity(2 * self.nb.len());
        for (words, blank) in pieces(&self.nb) {
            said.push_str(words);
            let found = blanks.iter().find(|(name, _)| Some(*name) == blank);
            said.push_str(&found.map_or("".into(), |(name, found)| say(name, found)));
        }
        said
    }
}

/// The words of a sentence, each with the blank that follows them.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    text.split('}').map(|piece| match piece.split_once('{') {
        Some((words, blank)) => (words, Some(blank)),
        None => (piece, None),
    })
}

#[cfg(test)]
mod tests {
    use super::Sentence;

    fn sentence(en: &str, nb: &str) -> Sentence {
        Sentence {
            en: en.to_owned(),
            nb: nb.to_owned(),
            hl7: None,
        }
    }

    #[test]
    fn the_blanks_are_what_the_words_leave() {
        let limit = sentence(
            "Of {element} at most {most} times.",
            "Høyst {most} av {element}.",
        );
        let blanks = limit.blanks("Of a.b at most 3 times.").unwrap();
        assert_eq!(blanks, [("element", "a.b"), ("most", "3")]);
        assert_eq!(
            limit.in_norwegian(&blanks, |_, found| found.into()),
            "Høyst 3 av a.b."
        );
    }

    #[test]
    fn the_last_blank_ends_with_the_sentence() {
        let list = sentence("One of {all}.", "En av {all}.");
        assert_eq!(
            list.blanks("One of a. b. c.").unwrap(),
            [("all", "a. b. c")]
        );
    }

    #[test]
    fn another_sentence_is_none() {
        let plain = sentence("Leave it out.", "Utelat det.");
        assert!(plain.blanks("Leave it out. Now.").is_none());
        assert!(plain.blanks("Please: Leave it out.").is_none());
        assert!(plain.blanks("Leave it out.").unwrap().is_empty());
    }
}
