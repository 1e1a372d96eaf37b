//! Made-up hospitals and a laboratory.

use caseway_proto::wire;

use super::number::complete_organisation;

/// An organisation that sends reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// The first eight digits of its organisation number.
    serial: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The code that its specimen numbers carry, where it is a laboratory.
    pub laboratory: Option<&'static str>,
}

/// The senders, three hospitals and a laboratory; a plan names them by index.
pub const ORGANISATIONS: [Organisation; 4] = [
    Organisation {
        serial: "80000010",
        name: "Fjordbyen sykehus",
        laboratory: None,
    },
    Organisation {
        serial: "80000020",
        name: "Innlandsbyen sykehus",
        laboratory: None,
    },
    Organisation {
        serial: "80000030",
        name: "Nordbyen universitetssykehus",
        laboratory: None,
    },
    Organisation {
        serial: "80000050",
        name: "Byenes patologilaboratorium",
        laboratory: Some("97"),
    },
];

impl Organisation {
    /// Its organisation number, nine digits.
    #[must_use]
    pub fn number(&self) -> String {
        complete_organisation(self.serial).unwrap_or_default()
    }

    /// As the wire contract has it.
    pub(super) fn wire(&self) -> wire::Organization {
        wire::Organization {
            organisation_number: self.number(),
            name: self.name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ORGANISATIONS;

    #[test]
    fn every_organisation_has_a_number_of_nine_digits() {
        for organisation in ORGANISATIONS {
            assert_eq!(organisation.number().len(), 9, "{}", organisation.name);
        }
    }
}
