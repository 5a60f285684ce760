//! `mohar config`: what a file of settings says, what is wrong with it, and what could stand in it.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use crate::Failure;
use crate::config::{self, Config, Database, Described, secret};
use crate::installation;
use crate::messages;
use crate::terminal::say;
use crate::tls;

/// Something is wrong with the file, or with what it names.
const FAULTY: u8 = 1;

/// `mohar config check`: all that is wrong with the file and with the files it names.
pub(crate) fn check(file: &Path) -> Result<ExitCode, Failure> {
    let name = file.display();
    let faults: Vec<String> = match config::read(file)?.config {
        Ok(config) => {
            for warning in config::warnings(&config) {
                say(&format!("{name}: warning: {warning}"))?;
            }
            named_files(&config)
        }
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    };
    if faults.is_empty() {
        say(&format!("{name} is good."))?;
        return Ok(ExitCode::SUCCESS);
    }
    for fault in faults {
        say(&format!("{name}: {fault}"))?;
    }
    Ok(ExitCode::from(FAULTY))
}

/// What is wrong with the files that the settings name. Nothing is made and nothing is changed.
fn named_files(config: &Config) -> Vec<String> {
    let mut faults = Vec::new();
    let mut note = |key: &str, result: Result<(), Failure>| {
        if let Err(failure) = result {
            faults.push(format!("{key}: {failure}"));
        }
    };
    if let Some(files) = &config.tls {
        note("tls", tls::load(files).map(drop));
    }
    if let Some((_, file)) = &config.registry.client {
        note("registry.client_secret_file", secret::read(file).map(drop));
    }
    note("messages", messages::gateways(&config.messages).map(drop));
    if config.masters_overlay.is_some() {
        note(
            "masters.overlay_file",
            installation::overlay(config).map(drop),
        );
    }
    if config.settings.credentials.refused_file.is_some() {
        let refused = installation::refused_passwords(config);
        note("passwords.refused_file", refused);
    }
    if config.keys_folder.exists() {
        note("keys.folder", installation::keys(config).map(drop));
    }
    if let Database::Postgres(postgres) = &config.database {
        note(
            "database.postgres_url_file",
            installation::postgres_settings(postgres).map(drop),
        );
    }
    note("database", installation::refuse_sandbox(config));
    faults
}

/// `mohar config show`: every setting in force, as TOML.
pub(crate) fn show(file: &Path) -> Result<ExitCode, Failure> {
    let outcome = config::read(file)?;
    if outcome.config.is_err() {
        return check(file);
    }
    say(toml(&outcome.described).trim_end())?;
    Ok(ExitCode::SUCCESS)
}

fn toml(described: &[Described]) -> String {
    let mut text = String::new();
    for (index, one) in described.iter().enumerate() {
        if index == 0 || described[index - 1].section != one.section {
            let gap = if index == 0 { "" } else { "\n" };
            let set = |other: &Described| other.section == one.section && other.value.is_some();
            let sign = if described.iter().any(set) { "" } else { "# " };
            // Writing into a String cannot fail, here and below.
            let _ = writeln!(text, "{gap}{sign}[{}]", one.section);
        }
        let _ = match &one.value {
            Some(value) => writeln!(text, "{} = {value}", one.key),
            None => writeln!(text, "# {} is not set", one.key),
        };
    }
    text
}

/// `mohar config reference`: docs/CONFIGURATION.md.
pub(crate) fn print_reference() -> Result<ExitCode, Failure> {
    say(reference().trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// Every setting with its limits, default and meaning, as Markdown.
pub(crate) fn reference() -> String {
    let described = config::parse("", Path::new("")).described;
    let mut text = String::from(REFERENCE_HEAD);
    for (index, one) in described.iter().enumerate() {
        if index == 0 || described[index - 1].section != one.section {
            let _ = write!(
                text,
                "\n## `[{}]`\n\n| setting | value | default | meaning |\n|---|---|---|---|\n",
                one.section
            );
        }
        let default = one.default.as_deref().map(|value| format!("`{value}`"));
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            one.key,
            one.kind,
            default.as_deref().unwrap_or("–"),
            one.words
        );
    }
    text
}

const REFERENCE_HEAD: &str = "\
# Configuration

`mohar serve --config FILE` reads one TOML file. This page is printed by `mohar config reference`
and a test compares the two. [`packaging/mohar.toml`](../packaging/mohar.toml) is a file to begin
with.

- `mohar config check --config FILE` tells everything that is wrong with a file, with line and
  setting, and with the files that it names; it changes nothing and reaches nobody.
- `mohar config show --config FILE` prints every setting in force.
- A section or setting that is not listed here is refused, so that a misspelt one is noticed.
- Units stand last in the names: `_s` seconds, `_ms` milliseconds, `_bytes`, `_days`; `_max` is the
  largest value that is still accepted.
- Secrets never stand in the file. Settings that end in `_file` name a file with the secret, which
  only its owner may read (mode 600 or 400); others are refused.
- Paths are relative to the folder that the file is in.
- Settings are read at the start. Only the TLS certificate and the keys are read again while the
  portal runs: when they change, and at once on SIGHUP.
";

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn the_reference_in_the_documentation_is_what_the_program_prints() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/CONFIGURATION.md");
        let documented = std::fs::read_to_string(path).unwrap();
        assert_eq!(
            documented.trim_end(),
            reference().trim_end(),
            "run: cargo run -- config reference > docs/CONFIGURATION.md"
        );
    }

    #[test]
    fn what_is_shown_can_be_read_again_and_says_the_same() {
        let text = super::super::tests::SMALLEST;
        let first = config::parse(text, Path::new("/etc/mohar")).described;
        let again = config::parse(&toml(&first), Path::new("/elsewhere"));
        assert!(again.config.is_ok(), "{:?}", again.config);
        assert_eq!(again.described, first);
    }
}
