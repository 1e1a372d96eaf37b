//! The text of a laboratory's report: sentences as pathologists write them, about nobody.

use super::draw::Draw;

/// How long a text is at most, in bytes.
const NARRATIVE_BYTES_MAX: usize = 5_500;

const SENTENCES: [&str; 16] = [
    "Materialet er mottatt formalinfiksert og merket som angitt på rekvisisjonen.",
    "Preparatet er orientert med sutur og tusjet før innstøping.",
    "Snittene viser tumorvev med infiltrativ vekst i et fibrotisk stroma.",
    "Tumorcellene har moderat kjernepolymorfi og tydelige nukleoler.",
    "Det sees spredte mitoser, ingen atypiske.",
    "Det påvises ikke nekrose i det undersøkte materialet.",
    "Det er sparsom inflammasjon i randsonen.",
    "Reseksjonsrendene er vurdert i alle plan.",
    "Karstrukturer er vurdert i flere nivåer.",
    "Immunhistokjemisk undersøkelse er utført med positive og negative kontroller.",
    "Fargingene er vurdert av to patologer.",
    "Lymfeknutene er innstøpt i sin helhet og undersøkt i tre nivåer.",
    "Funnet er forenlig med det som er angitt i de strukturerte svarene.",
    "Omgivende vev viser regressive forandringer uten atypi.",
    "Det er tatt supplerende snitt fra de mest representative områdene.",
    "Saken er drøftet på tverrfaglig møte.",
];

/// A text of paragraphs, each of six sentences.
pub(super) fn narrative(draw: &mut Draw) -> String {
    let mut text = String::from("Makroskopisk og mikroskopisk beskrivelse\n\n");
    let mut sentences = 0;
    while text.len() < NARRATIVE_BYTES_MAX - 200 {
        if let Some(sentence) = draw.one(&SENTENCES) {
            text.push_str(sentence);
        }
        sentences += 1;
        text.push(if sentences % 6 == 0 { '\n' } else { ' ' });
        if sentences % 12 == 0 {
            text.push_str("Blokk ");
            text.push_str(&draw.number(1, 24).to_string());
            text.push_str(": ");
        }
    }
    text
}
