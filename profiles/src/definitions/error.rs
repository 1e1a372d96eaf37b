//! Why something cannot be installed.

use crate::fhirpath::Refusal;

/// Why a definition, a package or a Registry cannot be installed.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// A file or stream cannot be read.
    #[error("{what} cannot be read")]
    Unreadable {
        /// What was to be read.
        what: String,
        /// What went wrong.
        source: std::io::Error,
    },
    /// A definition has no `url`.
    #[error("a definition has no url")]
    NoUrl,
    /// A package has no definition to install.
    #[error("the package has no StructureDefinition, ValueSet or CodeSystem")]
    EmptyPackage,
    /// A file is no definition that can be read.
    #[error("{file} cannot be read as a definition: {why}")]
    NotADefinition {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// A definition that is needed is not there.
    #[error("{url} is not known: install the package that defines it")]
    Missing {
        /// The definition's URL.
        url: String,
    },
    /// Profiles are built on each other in a ring.
    #[error("{url} is built on itself")]
    Ring {
        /// The profile's URL.
        url: String,
    },
    /// Definitions lie within each other deeper than is taken.
    #[error("{url} has too many {what}")]
    TooDeep {
        /// The definition's URL.
        url: String,
        /// Of what.
        what: &'static str,
    },
    /// A profile constrains an element that its base does not have.
    #[error("{profile}: there is no element {element} to constrain")]
    UnknownElement {
        /// The profile's URL.
        profile: String,
        /// The element's id.
        element: String,
    },
    /// The elements of a differential are not in the base's order.
    #[error(
        "{profile}: {element} does not stand where it does in the base: put the elements in the base's order"
    )]
    OutOfOrder {
        /// The profile's URL.
        profile: String,
        /// The element's id.
        element: String,
    },
    /// A slice of an element that nothing says how to slice.
    #[error("{profile}: {element} is a slice of an element that is not sliced")]
    NotSliced {
        /// The profile's URL.
        profile: String,
        /// The element's id.
        element: String,
    },
    /// An element would allow what the base does not.
    #[error("{profile}: {element} allows more than its base: {what}")]
    Widened {
        /// The profile's URL.
        profile: String,
        /// The element's id.
        element: String,
        /// What of it.
        what: String,
    },
    /// Nothing can meet what an element says.
    #[error("{profile}: nothing can be as {element} says: {what}")]
    Impossible {
        /// The profile's URL.
        profile: String,
        /// The element's id.
        element: String,
        /// What of it.
        what: String,
    },
    /// A value set says what cannot be expanded.
    #[error("the value set {url} cannot be expanded: {what}")]
    ValueSet {
        /// Its URL.
        url: String,
        /// What of it.
        what: String,
    },
    /// A slice cannot be told from the others.
    #[error("{profile}: the discriminators cannot tell {element} from the other items")]
    Discriminator {
        /// The profile's URL.
        profile: String,
        /// The element's id.
        element: String,
    },
    /// A constraint cannot be run.
    #[error("{profile}: the constraint {key} of {element} cannot be run: {source}")]
    Constraint {
        /// The profile's URL.
        profile: String,
        /// The element's id.
        element: String,
        /// The constraint's key.
        key: String,
        /// What is wrong with its expression.
        source: Refusal,
    },
    /// A constraint does not say what it is called, or what it asks.
    #[error(
        "{profile}: a constraint of {element} has no {lacks}, without which nobody could be told that it is broken"
    )]
    ConstraintNameless {
        /// The profile's URL.
        profile: String,
        /// The element's id.
        element: String,
        /// What it lacks, `key` or `human`.
        lacks: &'static str,
    },
    /// A profile has neither snapshot nor differential, or is none at all.
    #[error("{url} is not a StructureDefinition of R4 that can be compiled")]
    NotAProfile {
        /// The definition's URL.
        url: String,
    },
    /// The rules that come with the program cannot be read.
    #[error("the rules in {family}.toml cannot be read: {source}")]
    Rules {
        /// The family of rules.
        family: &'static str,
        /// What is wrong with them.
        source: Box<toml::de::Error>,
    },
    /// A case rule cannot be used.
    #[error("case rule {id}: {why}")]
    CaseRule {
        /// The rule's id.
        id: String,
        /// What is wrong with it.
        why: String,
    },
    /// Two Registries have the same id.
    #[error("registry {id} is installed already")]
    Twice {
        /// The Registry's id.
        id: String,
    },
}
