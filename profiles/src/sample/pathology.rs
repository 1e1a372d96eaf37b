//! A pathology report in its typed form, from which its Bundle is made.

use caseway_proto::wire;

use super::answers;
use super::narrative::narrative;
use super::organisation::Organisation;
use super::report::Making;

/// The typed report of an order.
pub(super) fn report(making: &Making) -> wire::PathologyReport {
    let order = making.order;
    let mut draw = making.draw("text");
    let findings = answers::answers(making).into_iter();
    wire::PathologyReport {
        message_id: Some(making.message_id()),
        report_id: Some(making.report_id()),
        status: order.status.wire().into(),
        reported_at: making.written(),
        patient: Some(order.patient.wire()),
        laboratory: Some(order.author.wire()),
        requester: order.requester.map(Organisation::wire),
        pathologist_hpr: draw.number(9_000_000, 9_999_999).to_string(),
        tumour: Some(order.tumour.wire()),
        specimens: vec![making.specimen()],
        norpat: norpat(making),
        narrative: narrative(&mut draw),
        findings: findings
            .map(|(asked, answer)| wire::Finding {
                variable: asked.variable.id.clone(),
                value: Some(answer),
                specimen: 0,
            })
            .collect(),
    }
}

/// A topography and a morphology code, made from ICD-O-3's: `TC504`, `M85003`.
fn norpat(making: &Making) -> Vec<String> {
    let digits = |code: &str| code.replace(['.', '/'], "");
    let tumour = making.order.tumour;
    vec![
        format!("T{}", digits(&tumour.topography)),
        format!("M{}", digits(&tumour.morphology)),
    ]
}
