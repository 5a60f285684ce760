//! Pictures of the portal's own pages, taken by the browser test.

use crate::machine;
use crate::run::{Outcome, run};

/// Writes the guide's pictures to `crates/portal/assets/guide`, and pictures of every page, in
/// both languages and two widths, to `target/pictures`. The guide's are compiled into the program.
pub(crate) fn take() -> Outcome {
    machine::prepare()?;
    let test = "test --locked --package mohar --test browser -- --ignored pictures";
    run("cargo", &test.split(' ').collect::<Vec<_>>())
}
