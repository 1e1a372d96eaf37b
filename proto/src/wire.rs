//! The gRPC contract, generated from `proto/caseway/v1/*.proto`.

#![expect(
    missing_docs,
    clippy::all,
    clippy::allow_attributes,
    clippy::pedantic,
    reason = "generated code; its documentation stands in the .proto files"
)]

tonic::include_proto!("caseway.v1");

/// The compiled contract, for gRPC reflection.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/caseway.v1.bin"));
