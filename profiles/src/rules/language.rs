//! The languages that findings are told in, and which of them a caller wants.

/// A language that findings are told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// What is kept, and what is told where nothing else is asked for.
    English,
    /// Norwegian bokmål; told to whoever asks for nynorsk too.
    Norwegian,
}

impl Language {
    /// Its tag (BCP 47).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Norwegian => "nb",
        }
    }

    /// The language that an `Accept-Language` wants most (RFC 9110, §12.5.4); of two wanted
    /// alike the first, and English where it wants none of ours.
    #[must_use]
    pub fn preferred(accept: &str) -> Self {
        let wanted = accept.split(',').filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let language = Self::of(parts.next()?)?;
            let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
            Some((language, weight.unwrap_or(1.0_f32))).filter(|(_, weight)| *weight > 0.0)
        });
        let best = wanted.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map_or(Self::English, |(language, _)| language)
    }

    /// The language of a tag, by its first subtag.
    fn of(tag: &str) -> Option<Self> {
        let first = tag.split('-').next().unwrap_or_default();
        match first.to_ascii_lowercase().as_str() {
            "nb" | "nn" | "no" => Some(Self::Norwegian),
            "en" | "*" => Some(Self::English),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, English, Norwegian};

    #[test]
    fn what_is_wanted_most_is_told() {
        for (accept, wanted) in [
            ("nb", Norwegian),
            ("no", Norwegian),
            ("nn-NO, en;q=0.5", Norwegian),
            ("nb-NO,nb;q=0.9,en;q=0.8", Norwegian),
            ("en, nb", English),
            ("en;q=0.1, nb;q=0.2", Norwegian),
            ("nb;q=0, en;q=0.1", English),
            ("de, fr", English),
            ("de, nb;q=0.3", Norwegian),
            ("*", English),
            ("", English),
            (";;,q=", English),
        ] {
            assert_eq!(Language::preferred(accept), wanted, "{accept}");
        }
    }
}
