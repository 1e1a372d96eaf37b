//! The demo's story, step by step: who sends what, and what is said.

use anyhow::Context as _;
use caseway_profiles::sample::{Sampler, Status};
use serde_json::Value;

use super::ending;
use super::post::{Hospital, Laboratory, Verdict};
use super::reports::{self, LABORATORY, Reports, Sent};
use crate::cli::senders;
use crate::up::Running;

/// Who takes part.
struct Cast {
    hospitals: [Hospital; 3],
    laboratory: Laboratory,
    step: u32,
}

/// Tells the story; whether every account balances in the end.
pub(super) async fn tell(running: &Running, seed: u64) -> anyhow::Result<bool> {
    let (mut cast, tokens) = Cast::gather(running).await?;
    let reports = Reports::new(&running.house.tables, seed);
    cast.one_tumour_from_two_sides(&reports).await?;
    cast.a_mistake_and_its_mending(&reports).await?;
    cast.a_retraction(&reports).await?;
    let held = cast.a_doubt(&reports).await?;
    ending::release(running, &held).await?;
    ending::cases(running).await?;
    ending::accounts(running, &tokens).await
}

impl Cast {
    async fn gather(running: &Running) -> anyhow::Result<(Self, Vec<String>)> {
        let mut tokens = Vec::new();
        for organisation in Sampler::organisations() {
            let roster = running.house.roster.clone();
            let number = Some(organisation.number());
            let token = senders::add(&*roster, organisation.name, number, None).await?;
            tokens.push(token.reveal().to_owned());
        }
        let names = Sampler::organisations();
        let hospital =
            |index: usize| Hospital::new(names[index].name, &tokens[index], running.addresses);
        let hospitals = [hospital(0), hospital(1), hospital(2)];
        let laboratory = Laboratory::new(&tokens[LABORATORY], running.addresses).await?;
        Ok((
            Self {
                hospitals,
                laboratory,
                step: 0,
            },
            tokens,
        ))
    }

    async fn one_tumour_from_two_sides(&mut self, reports: &Reports<'_>) -> anyhow::Result<()> {
        let person = reports.person("breast", 0, 0)?;
        let biopsy = reports.pathology(&person, Sent::first("pathology", 1))?;
        let verdict = self.laboratory.send("breast", biopsy).await?;
        self.say(
            Sampler::organisations()[LABORATORY].name,
            "gRPC",
            "the pathology of a biopsy",
            &verdict,
        );
        let work_up = reports.clinical(&person, Sent::first("work-up", 2))?;
        self.send(0, "the work-up of the same tumour", &work_up)
            .await?;
        self.send(0, "the same again: its system lost the answer", &work_up)
            .await?;
        let operation = Sent {
            resection: true,
            ..Sent::first("pathology", 3)
        };
        let verdict = self
            .laboratory
            .send("breast", reports.pathology(&person, operation)?)
            .await?;
        self.say(
            Sampler::organisations()[LABORATORY].name,
            "gRPC",
            "the pathology of the operation",
            &verdict,
        );
        Ok(())
    }

    async fn a_mistake_and_its_mending(&mut self, reports: &Reports<'_>) -> anyhow::Result<()> {
        let person = reports.person("colorectal", 1, 0)?;
        let first = Sent::first("work-up", 1);
        let work_up = reports.clinical(&person, first)?;
        self.send(
            1,
            "a work-up with two mistakes",
            &reports::spoilt(work_up.clone())?,
        )
        .await?;
        self.send(1, "the same, mended; nothing stands in its way", &work_up)
            .await?;
        let corrected = reports.clinical(&person, first.again(Status::Amended))?;
        self.send(1, "a correction, which replaces the report", &corrected)
            .await?;
        self.send(
            1,
            "a surgery report",
            &reports.clinical(&person, Sent::first("surgery", 2))?,
        )
        .await?;
        Ok(())
    }

    async fn a_retraction(&mut self, reports: &Reports<'_>) -> anyhow::Result<()> {
        let person = reports.person("prostate", 2, 0)?;
        let first = Sent::first("work-up", 1);
        self.send(
            2,
            "a work-up of the wrong patient",
            &reports.clinical(&person, first)?,
        )
        .await?;
        let taken_back = reports.clinical(&person, first.again(Status::EnteredInError))?;
        self.send(2, "its retraction", &taken_back).await?;
        Ok(())
    }

    /// Sends a doubtful report and one that waits behind it; gives the doubtful one's id.
    async fn a_doubt(&mut self, reports: &Reports<'_>) -> anyhow::Result<String> {
        let person = reports.person("general_solid", 2, 1)?;
        let doubtful = reports::doubtful(reports.clinical(&person, Sent::first("work-up", 1))?)?;
        let held = self
            .send(
                2,
                "a birth date that contradicts the identity number",
                &doubtful,
            )
            .await?;
        let behind = reports.clinical(&person, Sent::first("surgery", 2))?;
        self.send(2, "another report of that person", &behind)
            .await?;
        Ok(held)
    }

    async fn send(
        &mut self,
        hospital: usize,
        what: &str,
        report: &Value,
    ) -> anyhow::Result<String> {
        let hospital = self
            .hospitals
            .get(hospital)
            .context("there are three hospitals")?;
        let (name, verdict) = (hospital.name, hospital.send(report).await?);
        self.say(name, "REST", what, &verdict);
        Ok(verdict.submission)
    }

    fn say(&mut self, who: &str, door: &str, what: &str, verdict: &Verdict) {
        self.step += 1;
        println!("{:>2}  {who:<28} {door}  {what}", self.step);
        println!(
            "      → {}   submission {}",
            verdict.said, verdict.submission
        );
        for (place, sentence) in &verdict.findings {
            println!("        {place}\n          {sentence}");
        }
    }
}
