//! The gRPC door: the same outcomes as REST, field for field.

mod convert;
mod foreign;
mod intake;
mod language;
mod refusal;
mod reports;
mod stream;

use std::sync::Arc;

use axum::{Router, middleware};
use caseway_proto::wire;
use tonic::codec::CompressionEncoding::{Gzip, Zstd};
use tonic::service::Routes;

use crate::start::House;

/// The services of the gRPC door, with health and reflection.
///
/// # Errors
/// When the compiled contract cannot be read back for reflection.
pub(crate) async fn router(house: Arc<House>) -> Result<Router, tonic_reflection::server::Error> {
    let message_bytes_max = house.config.intake.message_bytes_max;
    let intake = wire::intake_server::IntakeServer::new(intake::Door {
        house: house.clone(),
    })
    .max_decoding_message_size(message_bytes_max)
    .accept_compressed(Gzip)
    .accept_compressed(Zstd);
    let reports = wire::reports_server::ReportsServer::new(reports::Door {
        house: house.clone(),
    })
    .send_compressed(Gzip)
    .accept_compressed(Gzip);
    let (reporter, health) = tonic_health::server::health_reporter();
    reporter
        .set_serving::<wire::intake_server::IntakeServer<intake::Door>>()
        .await;
    reporter
        .set_serving::<wire::reports_server::ReportsServer<reports::Door>>()
        .await;
    let reflection = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(wire::DESCRIPTORS)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        .build_v1()?;
    let mut routes = Routes::builder();
    routes
        .add_service(intake)
        .add_service(reports)
        .add_service(health)
        .add_service(reflection);
    let told = middleware::from_fn_with_state(house, language::answer);
    let calls = routes.routes().into_axum_router().layer(told);
    Ok(calls.layer(middleware::from_fn(foreign::turn_away)))
}
