//! The doors: FHIR REST and gRPC.
//!
//! A door reads a request, asks for a permit, makes a Submission and calls the
//! intake; what it answers is made of the Receipt. No door decides anything.

pub(crate) mod grpc;
pub(crate) mod rest;
pub(crate) mod serve;
