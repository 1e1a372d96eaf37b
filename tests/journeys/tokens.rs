//! Senders are known by tokens, and a sender reads its own and nothing else.

use caseway_tests::{Grpc, House, Order, Reports};
use tonic::Code;

#[tokio::test]
async fn a_token_nobody_knows_is_refused_before_the_body_is_read() -> anyhow::Result<()> {
    let house = House::up()?;
    let stranger = house.rest("cw_nobody");
    let answer = stranger.post("/fhir/Bundle", b"{".to_vec(), &[]).await?;
    assert_eq!(
        (answer.status, answer.header("www-authenticate")),
        (401, "Bearer")
    );
    assert_eq!(answer.rules()?, ["token-unknown"]);
    assert_eq!(stranger.get("/submissions").await?.status, 401);
    let status = house
        .grpc("cw_nobody")?
        .submit("breast", Grpc::fhir("{"))
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);
    Ok(())
}

#[tokio::test]
async fn a_running_gateway_takes_notice_of_a_revoked_token() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    assert_eq!(hospital.get("/submissions").await?.status, 200);
    house.job(&["senders", "revoke", "Fjordbyen"])?;
    let answer = hospital.post("/fhir/Bundle", b"{}".to_vec(), &[]).await?;
    assert_eq!(answer.status, 403, "{}", answer.text());
    assert_eq!(answer.rules()?, ["token-revoked"]);
    let grpc = house.grpc(hospital.token())?;
    let status = grpc.submit("breast", Grpc::fhir("{}")).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
    assert!(house.job(&["senders", "list"])?.contains("revoked"));
    Ok(())
}

#[tokio::test]
async fn a_token_is_printed_once_and_kept_hashed() -> anyhow::Result<()> {
    let mut house = House::up()?;
    let token = house.token("Fjordbyen", &[])?;
    assert!(token.starts_with("cw_") && token.len() == 67, "{token}");
    assert!(!house.job(&["senders", "list"])?.contains(&token));
    house.stop()?;
    for file in std::fs::read_dir(house.data())? {
        let bytes = std::fs::read(file?.path())?;
        let found = bytes
            .windows(token.len())
            .any(|window| window == token.as_bytes());
        assert!(!found, "the token lies in the data folder");
    }
    Ok(())
}

#[tokio::test]
async fn another_senders_submission_does_not_exist() -> anyhow::Result<()> {
    let house = House::up()?;
    let (hospital, other) = (house.sender("Fjordbyen")?, house.sender("Innlandsbyen")?);
    let reports = Reports::new(61)?;
    let report = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    let id = hospital.send(&report).await?.submission()?;
    assert_eq!(
        hospital.get(&format!("/submissions/{id}")).await?.status,
        200
    );
    let answer = other.get(&format!("/submissions/{id}")).await?;
    assert_eq!(answer.status, 404, "{}", answer.text());
    assert_eq!(answer.rules()?, ["not-found"]);
    assert_eq!(other.account("").await?["tally"]["received"], 0);
    let listed = other.get("/submissions").await?.json()?;
    assert_eq!(listed["submissions"].as_array().map(Vec::len), Some(0));
    assert_eq!(
        other.send(&report).await?.status,
        201,
        "keys are each sender's own"
    );
    Ok(())
}
