//! The one binary: any set of roles in one process, and the operator's commands.
//!
//! The only crate that reads arguments, the environment, files and clocks. It makes everything a role needs and hands
//! it over ready-made; a role never asks the machine for anything.

pub mod admin;
pub mod cli;
pub mod clock;
pub mod config;
pub mod internal_tls;
pub mod layout;
pub mod pki;
pub mod ready;
pub mod tasks;
pub mod telemetry;
pub mod token;
