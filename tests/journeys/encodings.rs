//! Content codings and media types.

use std::io::Write as _;

use caseway_tests::{House, Order, Reports};

fn gzip(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(plain)?;
    encoder.finish()
}

#[tokio::test]
async fn a_compressed_report_is_the_same_report() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(71)?;
    let body = reports
        .bundle(&reports.woman(0)?, Order::of("work-up"))?
        .to_string()
        .into_bytes();
    let plain = hospital.post("/fhir/Bundle", body.clone(), &[]).await?;
    assert_eq!(plain.status, 201, "{}", plain.text());
    let zstd = zstd::encode_all(&body[..], 3)?;
    for (coding, bytes) in [("gzip", gzip(&body)?), ("zstd", zstd)] {
        let headers = [("content-encoding", coding)];
        let answer = hospital.post("/fhir/Bundle", bytes, &headers).await?;
        assert_eq!(
            (answer.status, &answer.body),
            (200, &plain.body),
            "{coding}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_is_not_known_here_is_415_and_kept() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let unknown = [("content-encoding", "br"), ("content-type", "text/plain")];
    for (index, header) in unknown.into_iter().enumerate() {
        let body = format!("{{\"number\": {index}}}").into_bytes();
        let answer = hospital.post("/fhir/Bundle", body, &[header]).await?;
        assert_eq!(answer.status, 415, "{}", answer.text());
    }
    let damaged = gzip(&[b' '; 4096])?[..20].to_vec();
    let answer = hospital
        .post("/fhir/Bundle", damaged, &[("content-encoding", "gzip")])
        .await?;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.rules()?[1], "content-coding-broken");
    assert_eq!(hospital.account("").await?["tally"]["rejected"], 3);
    Ok(())
}
