//! Undoing a content coding (RFC 9110 §8.4) within limits.

use std::io::Read;

use bytes::Bytes;
use caseway_proto::IssueCode;

use super::{ReadBody, fault};
use crate::config;
use crate::overload::{Room, TurnedAway};

/// Small bodies may exceed the ratio: this many bytes are no bomb.
const NO_BOMB_BYTES: usize = 1 << 20;
/// A body is undone in steps of this many bytes.
const STEP_BYTES: usize = 64 << 10;

const INFLATES: &str = "The body becomes larger than this door takes when its content coding is undone \
                        (intake.inflated_bytes_max, intake.inflation_ratio_max). Split it.";
const BROKEN: &str = "The body's content coding cannot be undone: it is cut off or damaged. Send it \
                      again, or without Content-Encoding.";
const CODING: &str = "This content coding is not known here. Use gzip or zstd, or none.";

/// How undoing ended.
enum Undone {
    Whole(Vec<u8>),
    TooLarge,
    Broken,
}

/// The body without its coding; what cannot be undone is given back as it came.
pub(super) fn undo(
    coding: Option<&str>,
    wire: Bytes,
    limits: &config::Intake,
    room: &mut Room,
) -> Result<ReadBody, TurnedAway> {
    let coding = coding.map(|coding| coding.trim().to_ascii_lowercase());
    let undone = match coding.as_deref() {
        None | Some("" | "identity") => return Ok(Ok(wire)),
        Some("gzip" | "x-gzip") => {
            let reader = flate2::read::MultiGzDecoder::new(&*wire);
            inflate(reader, wire.len(), limits, room)?
        }
        Some("zstd") => match zstd::Decoder::new(&*wire) {
            Ok(reader) => inflate(reader, wire.len(), limits, room)?,
            Err(_) => Undone::Broken,
        },
        Some(_) => {
            let issue = fault(
                "content-coding-unsupported",
                IssueCode::NotSupported,
                CODING,
            );
            return Ok(Err((wire, issue)));
        }
    };
    Ok(match undone {
        Undone::Whole(body) => Ok(body.into()),
        Undone::TooLarge => {
            let issue = fault("body-inflates-too-much", IssueCode::TooLong, INFLATES);
            Err((wire, issue))
        }
        Undone::Broken => {
            let issue = fault("content-coding-broken", IssueCode::Structure, BROKEN);
            Err((wire, issue))
        }
    })
}

/// Reads to the end, or as far as a limit; room is made before each step.
fn inflate(
    mut reader: impl Read,
    wire_bytes: usize,
    limits: &config::Intake,
    room: &mut Room,
) -> Result<Undone, TurnedAway> {
    let by_ratio = wire_bytes.saturating_mul(limits.inflation_ratio_max);
    let most = by_ratio.max(NO_BOMB_BYTES).min(limits.inflated_bytes_max);
    let mut body = Vec::new();
    loop {
        room.grow(wire_bytes + body.len() + STEP_BYTES)?;
        match (&mut reader).take(STEP_BYTES as u64).read_to_end(&mut body) {
            Ok(0) => return Ok(Undone::Whole(body)),
            Ok(_) if body.len() > most => return Ok(Undone::TooLarge),
            Ok(_) => {}
            Err(_) => return Ok(Undone::Broken),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use bytes::Bytes;

    use super::super::ReadBody;
    use crate::config::Intake;
    use crate::overload::{TurnedAway, Turnstile};

    fn gzip(plain: &[u8]) -> Bytes {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap().into()
    }

    fn undo(coding: Option<&str>, wire: Bytes, limits: &Intake) -> Result<ReadBody, TurnedAway> {
        let mut room = Turnstile::new(limits).room(wire.len())?;
        super::undo(coding, wire, limits, &mut room)
    }

    fn rule(coding: &str, wire: Bytes) -> String {
        let undone = undo(Some(coding), wire, &Intake::default()).unwrap();
        undone.unwrap_err().1.rule
    }

    #[test]
    fn gzip_and_zstd_are_undone() {
        let limits = Intake::default();
        let plain = |coding, wire| undo(coding, wire, &limits).unwrap().unwrap();
        let zstd: Bytes = zstd::encode_all(&b"{}"[..], 1).unwrap().into();
        assert_eq!(plain(Some("gzip"), gzip(b"{}")), &b"{}"[..]);
        assert_eq!(plain(Some("zstd"), zstd), &b"{}"[..]);
        assert_eq!(plain(None, Bytes::from_static(b"{}")), &b"{}"[..]);
    }

    #[test]
    fn a_bomb_is_given_back_as_it_came() {
        let bomb = gzip(&vec![b' '; 300 << 20]);
        let undone = undo(Some("gzip"), bomb.clone(), &Intake::default()).unwrap();
        let (kept, issue) = undone.unwrap_err();
        assert_eq!(issue.rule, "body-inflates-too-much");
        assert_eq!(kept, bomb);
    }

    #[test]
    fn a_truncated_or_unknown_coding_is_told_apart() {
        let whole = gzip(&[b'x'; 4096]);
        assert_eq!(
            rule("gzip", whole.slice(..whole.len() - 9)),
            "content-coding-broken"
        );
        assert_eq!(rule("br", whole), "content-coding-unsupported");
    }

    #[test]
    fn what_becomes_larger_than_there_is_room_for_is_turned_away() {
        let limits = Intake {
            bodies_bytes_max: 4 << 20,
            ..Intake::default()
        };
        let (turnstile, wire) = (Turnstile::new(&limits), gzip(&vec![b'x'; 3 << 20]));
        let undone = |wire: &Bytes| {
            let mut room = turnstile.room(wire.len())?;
            super::undo(Some("gzip"), wire.clone(), &limits, &mut room)
        };
        let other = turnstile.room(2 << 20).unwrap();
        let large = Bytes::from([&wire[..], &gzip(&noise(40 << 10))].concat());
        assert_eq!(undone(&large).err(), Some(TurnedAway::Overload));
        drop(other);
        assert!(undone(&large).unwrap().is_ok());
    }

    /// Bytes that do not become smaller, so that the whole keeps within the ratio.
    fn noise(bytes: usize) -> Vec<u8> {
        let mut state = 1_u32;
        std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .take(bytes)
        .collect()
    }
}
