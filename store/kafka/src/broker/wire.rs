//! Announcements as bytes.

use caseway_proto::wire::{Announcement, announcement};
use caseway_proto::{Position, SubmissionId};
use prost::Message as _;

use crate::{Announced, Link, Matter};

/// An announcement as it is sent.
pub(crate) fn encode(announced: &Announced) -> Vec<u8> {
    let link = announced.link;
    let (matter, submission) = match link.matter {
        Matter::Nothing => (announcement::Matter::Watermark, String::new()),
        Matter::Report(submission) => (announcement::Matter::Report, submission.to_string()),
        Matter::Decided => (announcement::Matter::Decided, String::new()),
    };
    let message = Announcement {
        position: link.position.0,
        after: link.after.0,
        partitions: link.of,
        matter: matter.into(),
        submission,
        registry: announced.registry.clone(),
    };
    message.encode_to_vec()
}

/// An announcement as it was received; `None` when it is none.
pub(crate) fn decode(bytes: &[u8]) -> Option<Link> {
    let message = Announcement::decode(bytes).ok()?;
    let matter = match message.matter() {
        announcement::Matter::Unspecified => return None,
        announcement::Matter::Watermark => Matter::Nothing,
        announcement::Matter::Report => Matter::Report(SubmissionId::parse(&message.submission)?),
        announcement::Matter::Decided => Matter::Decided,
    };
    (message.after < message.position && message.partitions > 0).then_some(Link {
        of: message.partitions,
        position: Position(message.position),
        after: Position(message.after),
        matter,
    })
}

#[cfg(test)]
mod tests {
    use caseway_proto::{Position, SubmissionId};

    use super::{decode, encode};
    use crate::{Announced, Link, Matter};

    fn announced(matter: Matter) -> Announced {
        Announced {
            partition: 3,
            link: Link {
                of: 12,
                position: Position(9),
                after: Position(4),
                matter,
            },
            registry: String::from("breast"),
        }
    }

    #[test]
    fn what_is_announced_is_what_is_read() {
        for matter in [
            Matter::Nothing,
            Matter::Decided,
            Matter::Report(SubmissionId([7; 16])),
        ] {
            let one = announced(matter);
            assert_eq!(decode(&encode(&one)), Some(one.link));
        }
    }

    #[test]
    fn bytes_that_are_no_announcement_are_told() {
        let mut one = announced(Matter::Nothing);
        assert_eq!(decode(b"\xff\xff"), None);
        assert_eq!(decode(b""), None, "it announces nothing");
        one.link.after = one.link.position;
        assert_eq!(decode(&encode(&one)), None, "it leads nowhere");
        one.link.after = Position(0);
        one.link.of = 0;
        assert_eq!(decode(&encode(&one)), None, "it is of no partition");
    }
}
