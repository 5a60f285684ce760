//! The master code tables: which codes there are.
//!
//! Tables of many rows are text files in `crates/gst/masters/`, written by `cargo xtask masters`
//! and searched where they lie; those of few rows are written here. Where each comes from and of
//! which day it is, [`tables`] says.

pub mod chapter;
mod code;
pub mod country;
pub mod currency;
mod distance;
pub mod hsn;
mod letters;
mod lines;
pub mod lines_of_table;
mod names;
pub mod overlay;
mod overlay_row;
pub mod pin;
pub mod port;
pub mod rate;
mod state_set;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod uqc;

pub use distance::{ROAD_PERCENT, distance_km};
pub use names::Names;
pub use state_set::StateSet;
