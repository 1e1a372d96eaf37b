//! What was never received is refused in the sender's language, by the same rule at both
//! doors.

use anyhow::Context as _;
use caseway_tests::{Answer, Grpc, House, Rest, Setting};
use serde_json::Value;
use tonic::{Code, Status};

const NORWEGIAN: [(&str, &str); 1] = [("accept-language", "nb")];

/// A small quota, and small messages.
const SMALL: &str = "[intake]\nsubmissions_per_minute = 1\nsubmissions_burst = 2\n\
                     message_bytes_max = 4096\nbody_bytes_max = 4096\n";

/// The status of an answer, and its finding: the rule and the sentence.
fn told(answer: &Answer) -> anyhow::Result<(u16, String, String)> {
    let outcome = answer.json()?;
    let issues = outcome["issue"].as_array().into_iter().flatten();
    // Before it stands what became of a submission that was kept.
    let finding = issues.last().context("there is a finding")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let details = &finding["details"];
    Ok((
        answer.status,
        text(&details["coding"][0]["code"]),
        text(&details["text"]),
    ))
}

/// The code of a status and its rule.
fn rule(status: &Status) -> (Code, &str) {
    let rule = status.metadata().get("caseway-rule");
    let rule = rule.and_then(|rule| rule.to_str().ok());
    (status.code(), rule.unwrap_or_default())
}

async fn posted(sender: &Rest, path: &str, body: &[u8]) -> anyhow::Result<(u16, String, String)> {
    let answer = sender.post(path, body.to_vec(), &NORWEGIAN).await?;
    told(&answer)
}

#[tokio::test]
async fn a_sender_without_a_good_token_reads_why_in_norwegian() -> anyhow::Result<()> {
    let house = House::up()?;
    let known = house.sender("Fjordbyen")?;
    house.job(&["senders", "revoke", "Fjordbyen"])?;
    let unknown = "Ingen kjenner dette tokenet. Be driften i registeret om ett.";
    let revoked = "Dette tokenet er trukket tilbake. Be driften i registeret om et nytt.";
    for (token, status, code, id, sentence) in [
        (
            "cw_nobody",
            401,
            Code::Unauthenticated,
            "token-unknown",
            unknown,
        ),
        (
            known.token(),
            403,
            Code::PermissionDenied,
            "token-revoked",
            revoked,
        ),
    ] {
        let rest = posted(&house.rest(token), "/fhir/Bundle", b"{}").await?;
        assert_eq!(rest, (status, id.to_owned(), sentence.to_owned()));
        let grpc = house.grpc(token)?;
        let english = grpc.submit("breast", Grpc::fhir("{}")).await.unwrap_err();
        let norwegian = grpc.in_language("nb");
        for refused in [
            norwegian
                .submit("breast", Grpc::fhir("{}"))
                .await
                .map(|_| ()),
            norwegian
                .check("breast", Grpc::fhir("{}"))
                .await
                .map(|_| ()),
            norwegian.submissions().await.map(|_| ()),
            norwegian.account().await.map(|_| ()),
            norwegian.watch().await.map(|_| ()),
        ] {
            let refused = refused.unwrap_err();
            assert_eq!((rule(&refused), refused.message()), ((code, id), sentence));
        }
        assert_eq!(rule(&english), (code, id));
        assert_ne!(english.message(), sentence);
    }
    Ok(())
}

#[tokio::test]
async fn what_is_too_much_is_refused_in_norwegian() -> anyhow::Result<()> {
    let house = House::with(&Setting {
        config: SMALL.to_owned(),
        ..Setting::default()
    })?;
    let hospital = house.sender("Fjordbyen")?;
    let large = vec![b' '; 5000];
    let (status, rule_id, said) = posted(&hospital, "/fhir/Bundle", &large).await?;
    assert_eq!((status, rule_id.as_str()), (413, "body-too-large"));
    assert!(
        said.starts_with("Meldingen er større enn denne døren tar imot"),
        "{said}"
    );
    let grpc = house.grpc(hospital.token())?.in_language("nb");
    let refused = grpc.submit("breast", Grpc::fhir(large)).await.unwrap_err();
    assert_eq!(rule(&refused), (Code::OutOfRange, "body-too-large"));
    assert!(
        refused.message().starts_with("gRPC-meldingen er større"),
        "{refused:?}"
    );
    let first = hospital.post("/fhir/Bundle", b"{}".to_vec(), &[]).await?;
    assert_eq!(first.status, 400, "{}", first.text());
    let (status, rule_id, said) = posted(&hospital, "/fhir/Bundle", b"{}").await?;
    assert_eq!((status, rule_id.as_str()), (429, "quota-exceeded"));
    assert!(
        said.starts_with("Du har sendt mer enn kvoten din tillater."),
        "{said}"
    );
    let refused = grpc.submit("breast", Grpc::fhir("{}")).await.unwrap_err();
    assert_eq!(rule(&refused), (Code::ResourceExhausted, "quota-exceeded"));
    assert!(
        refused.message().starts_with("Du har sendt mer enn kvoten"),
        "{refused:?}"
    );
    assert!(refused.metadata().contains_key("retry-after"));
    Ok(())
}

#[tokio::test]
async fn a_call_that_cannot_be_used_is_refused_in_norwegian() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    for (path, status, id, start) in [
        ("/fhir/Patient", 404, "not-found", "Det er ingenting her."),
        (
            "/submissions",
            405,
            "method-not-allowed",
            "Denne adressen tar ikke imot",
        ),
    ] {
        let (was, rules, said) = posted(&hospital, path, b"{}").await?;
        assert_eq!((was, rules.as_str()), (status, id));
        assert!(said.starts_with(start), "{said}");
    }
    for (query, start) in [
        ("from=yesterday", "from og to er dager"),
        ("page=first", "Spørringen kan ikke leses."),
        ("since=2026-01-31", "Spørringen kan ikke leses."),
    ] {
        for path in ["/submissions", "/reconciliation"] {
            let answer = hospital.ask(&format!("{path}?{query}"), &NORWEGIAN).await?;
            let (status, rules, said) = told(&answer)?;
            assert_eq!((status, rules.as_str()), (400, "query-invalid"));
            assert!(said.starts_with(start), "{said}");
        }
    }
    let grpc = house.grpc(hospital.token())?.in_language("nb");
    let refused = grpc.submit("breast", None).await.unwrap_err();
    assert_eq!(rule(&refused), (Code::InvalidArgument, "call-invalid"));
    assert!(
        refused.message().starts_with("report.content mangler"),
        "{refused:?}"
    );
    Ok(())
}
