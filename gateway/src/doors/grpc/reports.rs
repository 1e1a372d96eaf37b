//! `caseway.v1.Reports`: what a Sender may read of its own.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use caseway_normaliser::{self as normaliser, Reconciliation, reconcile};
use caseway_profiles::Language;
use caseway_proto::wire::{self, reports_server};
use caseway_proto::{Position, Sender};
use caseway_store::StoreError;
use futures::Stream;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use super::{convert, intake, language, refusal};
use crate::doors::rest::{PAGE_DEFAULT, PAGE_MAX, period};
use crate::start::House;
use crate::waivers::{Word, say};

/// How often a watched account is looked at.
const WATCH_EVERY: Duration = Duration::from_millis(500);

/// The door's state.
#[derive(Clone)]
pub(crate) struct Door {
    /// The house behind it.
    pub(crate) house: Arc<House>,
}

#[tonic::async_trait]
impl reports_server::Reports for Door {
    type WatchReconciliationStream =
        Pin<Box<dyn Stream<Item = Result<wire::Reconciliation, Status>> + Send>>;

    async fn list_submissions(
        &self,
        request: Request<wire::ListSubmissionsRequest>,
    ) -> Result<Response<wire::ListSubmissionsResponse>, Status> {
        let permit = intake::permit(&self.house, request.metadata()).await?;
        let language = language::of(request.metadata());
        let asked = request.into_inner();
        let period = period(Some(&asked.from), Some(&asked.to)).map_err(refusal::bad_period)?;
        let most = if asked.page_size == 0 {
            PAGE_DEFAULT
        } else {
            asked.page_size.min(PAGE_MAX)
        };
        let after = Position(asked.page.parse().unwrap_or(0));
        let (head, _) = self.house.ledger.positions().await.map_err(store)?;
        let sender = permit.holder().id;
        let mut found = self
            .house
            .ledger
            .submissions(sender, period, (after, head), most)
            .await
            .map_err(store)?;
        let full = found.len() == most as usize;
        let next_page = found
            .last()
            .filter(|_| full)
            .map(|last| last.position.to_string());
        let voice = self.house.voice(language);
        for state in &mut found {
            voice.tell(&mut state.issues);
        }
        let submissions = found.iter().map(convert::submission_state).collect();
        let next_page = next_page.unwrap_or_default();
        Ok(Response::new(wire::ListSubmissionsResponse {
            submissions,
            next_page,
        }))
    }

    async fn get_reconciliation(
        &self,
        request: Request<wire::GetReconciliationRequest>,
    ) -> Result<Response<wire::Reconciliation>, Status> {
        let permit = intake::permit(&self.house, request.metadata()).await?;
        let language = language::of(request.metadata());
        let asked = (request.into_inner(), language);
        account(&self.house, permit.holder(), &asked)
            .await
            .map(Response::new)
    }

    async fn watch_reconciliation(
        &self,
        request: Request<wire::GetReconciliationRequest>,
    ) -> Result<Response<Self::WatchReconciliationStream>, Status> {
        let permit = intake::permit(&self.house, request.metadata()).await?;
        let (send, receive) = mpsc::channel(1);
        let (house, sender) = (self.house.clone(), permit.holder().clone());
        let language = language::of(request.metadata());
        let asked = (request.into_inner(), language);
        tokio::spawn(async move { watch(&house, &sender, &asked, &send).await });
        Ok(Response::new(Box::pin(ReceiverStream::new(receive))))
    }

    async fn set_not_applicable(
        &self,
        request: Request<wire::SetNotApplicableRequest>,
    ) -> Result<Response<wire::Expectation>, Status> {
        let permit = intake::permit(&self.house, request.metadata()).await?;
        let asked = request.into_inner();
        let word = if asked.applies {
            Word::Applies
        } else {
            Word::NotApplicable
        };
        let said = (asked.id.as_str(), word);
        let told = say(&self.house, permit.holder(), said, &asked.reason).await;
        let told = told.map_err(refusal::unwaived)?;
        Ok(Response::new(convert::owed(&told)))
    }
}

/// What is asked of an account, and the language to tell it in.
type Asked = (wire::GetReconciliationRequest, Language);

/// Sends the account each time it changes, until nobody listens.
async fn watch(
    house: &House,
    sender: &Sender,
    asked: &Asked,
    to: &mpsc::Sender<Result<wire::Reconciliation, Status>>,
) {
    let mut last = None;
    let mut looks = tokio::time::interval(WATCH_EVERY);
    while !to.is_closed() {
        looks.tick().await;
        let account = account(house, sender, asked).await;
        let failed = account.is_err();
        let seen = account.as_ref().ok().map(|account| wire::Reconciliation {
            as_of: 0,
            ..account.clone()
        });
        if !failed && seen == last {
            continue;
        }
        last = seen;
        let told = account.map_err(|status| refusal::told(&status, house.voice(asked.1)));
        if to.send(told).await.is_err() || failed {
            return;
        }
    }
}

async fn account(
    house: &House,
    sender: &Sender,
    (asked, language): &Asked,
) -> Result<wire::Reconciliation, Status> {
    let period = period(Some(&asked.from), Some(&asked.to)).map_err(refusal::bad_period)?;
    let as_of = Some(asked.as_of).filter(|as_of| *as_of > 0).map(Position);
    let question = normaliser::Asked {
        period,
        as_of,
        now: house.clock.now(),
    };
    let mut account = reconcile(&*house.ledger, sender, question)
        .await
        .map_err(store)?;
    let voice = house.voice(*language);
    for state in &mut account.submissions {
        voice.tell(&mut state.issues);
    }
    Ok(on_the_wire(&account, asked))
}

fn on_the_wire(
    account: &Reconciliation,
    asked: &wire::GetReconciliationRequest,
) -> wire::Reconciliation {
    wire::Reconciliation {
        sender: account.sender.clone(),
        from: asked.from.clone(),
        to: asked.to.clone(),
        as_of: account.as_of.0,
        settled: account.settled,
        tally: Some(convert::tally(&account.tally)),
        submissions: account
            .submissions
            .iter()
            .map(convert::submission_state)
            .collect(),
        day: account.day.to_string(),
        expectations: account.expectations.iter().map(convert::owed).collect(),
        reroutings: account.reroutings.iter().map(convert::rerouting).collect(),
    }
}

fn store(error: StoreError) -> Status {
    refusal::store(&Arc::new(error))
}
