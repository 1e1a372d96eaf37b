//! A Registry's table: what `registry.toml` says.
//!
//! The table is the source; the FHIR package, the JSON Schemas, the dictionary and
//! the sample reports are made from it. This file is its shape and nothing else:
//! reading and cross-checking are in `registry/read.rs`.

use jiff::civil::Date;
use serde::Deserialize;

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Norwegian (bokmål).
    pub nb: String,
    /// English.
    pub en: String,
}

/// How well a fact is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Mark {
    /// Verified in a published source.
    V,
    /// Inferred from verified facts.
    I,
    /// General knowledge of the field, not verified.
    M,
}

/// A Registry's table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The Registry's id: lower-case letters, digits and `_`.
    pub id: String,
    /// The version of the table and of everything made from it (semantic version).
    pub version: String,
    /// What own canonical URLs start with.
    pub canonical: String,
    /// The first day on which a report may be dated to be checked by this table.
    pub valid_from: Date,
    /// The last such day; absent: none yet.
    #[serde(default)]
    pub valid_to: Option<Date>,
    /// The Registry's name.
    pub name: Name,
    /// Which tumours belong to it.
    pub scope: Scope,
    /// The kinds of report it takes.
    #[serde(rename = "kind")]
    pub kinds: Vec<Kind>,
    /// The reports that it waits for when it learns of something.
    #[serde(default)]
    pub owed: Vec<Owed>,
    /// Its variables, those of the common spine not repeated.
    #[serde(rename = "variable", default)]
    pub variables: Vec<Variable>,
}

/// Which tumours belong to a Registry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// ICD-10 codes or their beginnings, such as `C50` or `D05.1`.
    pub icd10: Vec<String>,
    /// ICD-O-3 topography codes or their beginnings.
    pub topography: Vec<String>,
    /// ICD-O-3 morphologies, four digits or two with `-` between; none: any.
    #[serde(default)]
    pub morphology: Vec<String>,
    /// Morphologies that do not belong whatever the site, written alike.
    #[serde(default)]
    pub not_morphology: Vec<String>,
    /// Behaviours, the digit after the morphology's `/`; none: any.
    #[serde(default)]
    pub behaviour: Vec<String>,
    /// The patients' sex where only one's tumours belong.
    #[serde(default)]
    pub sex: Option<ScopeSex>,
    /// The least age at diagnosis, in whole years.
    #[serde(default)]
    pub age_min: Option<u32>,
    /// The greatest age at diagnosis, in whole years.
    #[serde(default)]
    pub age_max: Option<u32>,
    /// Whether it takes only what no other Registry does.
    #[serde(default)]
    pub rest: bool,
    /// How well this is known.
    pub mark: Mark,
}

/// Whose tumours belong to a Registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeSex {
    /// Women's.
    Female,
    /// Men's.
    Male,
}

/// A kind of report.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its code in the report-kind code system, such as `work-up`.
    pub code: String,
    /// Its name.
    pub name: Name,
    /// How well it is known that the Registry takes it.
    pub mark: Mark,
    /// The first day on which a report of this kind may be dated; absent: the table's.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// The last such day; absent: none yet.
    #[serde(default)]
    pub valid_to: Option<Date>,
    /// What of the spine it carries besides Composition, Patient, Organization and the tumour.
    #[serde(default)]
    pub carries: Vec<Part>,
}

/// A report that a Registry waits for once it has learnt of something.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owed {
    /// The code of the kind of report that is owed.
    pub kind: String,
    /// What it follows from.
    pub after: Trigger,
    /// So many weeks pass before what the report is about has taken place.
    #[serde(default)]
    pub weeks: u32,
    /// The report is due so many calendar months after that.
    pub months: u32,
    /// The first day of the event for which it is owed; absent: any.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// The last such day; absent: none yet.
    #[serde(default)]
    pub valid_to: Option<Date>,
    /// How well it is known that it is owed.
    pub mark: Mark,
    /// Where it comes from, for the dictionary.
    #[serde(default)]
    pub source: Option<String>,
}

/// What a Registry learns that makes it wait for a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// A laboratory has found the tumour.
    Pathology,
    /// A laboratory has got what an operation took out.
    Resection,
    /// An operation has been reported.
    Operation,
    /// A course of radiotherapy is known of.
    RadiotherapyCourse,
    /// A drug against the tumour is known of.
    Medication,
    /// The clinic says that the diagnosis rests on histology.
    Histology,
    /// Nothing but a death notification is known of the tumour.
    DeathNotification,
}

impl Trigger {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Pathology,
        Self::Resection,
        Self::Operation,
        Self::RadiotherapyCourse,
        Self::Medication,
        Self::Histology,
        Self::DeathNotification,
    ];

    /// The word that tables use for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pathology => "pathology",
            Self::Resection => "resection",
            Self::Operation => "operation",
            Self::RadiotherapyCourse => "radiotherapy-course",
            Self::Medication => "medication",
            Self::Histology => "histology",
            Self::DeathNotification => "death-notification",
        }
    }
}

/// A part of the spine that a kind of report must carry at least once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A Procedure with an NCSP code.
    Operation,
    /// A Procedure that is a radiotherapy course.
    RadiotherapyCourse,
    /// A `MedicationAdministration` or `MedicationStatement` with an ATC code.
    Medication,
    /// A Specimen with its accession identifier.
    Specimen,
    /// A `DiagnosticReport` with the laboratory's text and NORPAT codes.
    LaboratoryReport,
    /// A Condition that is a recurrence or a metastasis.
    Recurrence,
    /// The Patient's date of death.
    DateOfDeath,
}

/// Whether a variable must be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Always; `dataAbsentReason` is an answer.
    Mandatory,
    /// When `when` holds.
    Conditional,
    /// Never.
    Optional,
}

/// What kind of value a variable has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueType {
    /// A code of the variable's `values`: `valueCodeableConcept`.
    Code,
    /// A whole number without unit: `valueInteger`.
    Integer,
    /// A decimal with a unit: `valueQuantity`.
    Quantity,
    /// A date: `valueDateTime`, with the precision of a day.
    Date,
    /// Yes or no: `valueBoolean`.
    Boolean,
    /// A short text: `valueString`.
    Text,
}

/// One value of a value set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coded {
    /// The code.
    pub code: String,
    /// The code system; absent: the variable's own.
    #[serde(default)]
    pub system: Option<String>,
    /// Norwegian name.
    pub nb: String,
    /// English name.
    pub en: String,
    /// The first day on which a report may be dated to say it; absent: any.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// The last such day; absent: none yet.
    #[serde(default)]
    pub valid_to: Option<Date>,
}

impl Coded {
    /// Whether it may be said in reports of some dates only.
    #[must_use]
    pub const fn is_dated(&self) -> bool {
        self.valid_from.is_some() || self.valid_to.is_some()
    }

    /// Whether a report of that date may say it.
    #[must_use]
    pub fn is_valid_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_to.is_none_or(|to| date <= to)
    }
}

/// A code that names a variable elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coding {
    /// The code system.
    pub system: String,
    /// The code.
    pub code: String,
}

/// A condition on another variable of the same report.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The other variable's id (of this table or of the spine).
    pub variable: String,
    /// It has one of these codes, or one that starts with one of these followed by `*`.
    #[serde(default, rename = "in")]
    pub one_of: Vec<String>,
    /// It is a number not below this.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// It is a number not above this.
    #[serde(default)]
    pub at_most: Option<f64>,
    /// It is this.
    #[serde(default)]
    pub is: Option<bool>,
}

/// One variable.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// Its id, unique within the Registry and the spine.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// The codes of the kinds of report that carry it; `*` for all.
    pub kinds: Vec<String>,
    /// What kind of value it has; absent where `element` is not an Observation.
    #[serde(rename = "type")]
    pub value_type: Option<ValueType>,
    /// The unit's UCUM code, for a quantity.
    #[serde(default)]
    pub unit: Option<String>,
    /// The least value allowed, as a decimal.
    #[serde(default)]
    pub min: Option<f64>,
    /// The greatest value allowed, as a decimal.
    #[serde(default)]
    pub max: Option<f64>,
    /// How many decimals a quantity may have; absent: any.
    #[serde(default)]
    pub decimals: Option<u32>,
    /// The value set, for a code.
    #[serde(default)]
    pub values: Vec<Coded>,
    /// Whether it must be answered.
    pub need: Need,
    /// The first day on which a report may be dated for it to be asked; absent: any.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// The last such day; absent: none yet.
    #[serde(default)]
    pub valid_to: Option<Date>,
    /// The conditions under which it must be answered; all must hold.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// Its code in LOINC or SNOMED CT; absent: the variable's id in our code system.
    #[serde(default)]
    pub code: Option<Coding>,
    /// Further codes that mean the same, read as this variable.
    #[serde(default)]
    pub also: Vec<Coding>,
    /// Where it stands when it is not an Observation of its own, such as `Condition.bodySite`.
    #[serde(default)]
    pub element: Option<String>,
    /// How well it is known.
    pub mark: Mark,
    /// Where it comes from, for the dictionary.
    #[serde(default)]
    pub source: Option<String>,
    /// What a sender should know, in English, for the dictionary.
    #[serde(default)]
    pub note: Option<String>,
}

impl Variable {
    /// Whether it is asked in reports of some dates only.
    #[must_use]
    pub const fn is_dated(&self) -> bool {
        self.valid_from.is_some() || self.valid_to.is_some()
    }

    /// The codes of its value set that may be said in reports of some dates only.
    pub fn dated_values(&self) -> impl Iterator<Item = &Coded> {
        self.values.iter().filter(|value| value.is_dated())
    }

    /// Whether every report of its kinds must answer it.
    #[must_use]
    pub fn is_always_asked(&self) -> bool {
        self.need == Need::Mandatory && !self.is_dated()
    }

    /// Whether it depends on the report whether it must be answered.
    #[must_use]
    pub fn is_asked_at_times(&self) -> bool {
        self.need == Need::Conditional || self.need == Need::Mandatory && self.is_dated()
    }
}
