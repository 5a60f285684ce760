//! `mohar copy`: moves an embedded installation up to PostgreSQL.

use std::path::Path;

use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use seal::key_store;
use store::copy::{Copied, copy};
use store::postgres::Settings;

use crate::Failure;
use crate::cli::CopyArguments;
use crate::config::secret;
use crate::terminal::say;

/// How the database to read is written.
const FROM: &str = "sqlite:";
/// How the database to fill is written.
const TO: [&str; 2] = ["postgres://", "postgresql://"];

/// Copies everything and verifies every document on the way. Started again after it ended early,
/// it goes on where it was.
pub(crate) fn run(arguments: &CopyArguments) -> Result<(), Failure> {
    let from = Path::new(&arguments.from);
    let to = settings(arguments)?;
    if !from.exists() {
        let file = from.display();
        return Err(Failure(format!("there is no database at {file}")));
    }
    let keys = key_store::load(&arguments.keys)?.signing.ring();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let bar = bar();
    let copied = runtime.block_on(copy(from, &to, &keys, |progress| {
        bar.set_length(progress.rows_total);
        bar.set_position(progress.rows_done);
        bar.set_message(progress.table);
    }));
    bar.finish_and_clear();
    Ok(say(&words(&copied?))?)
}

/// Shown on a terminal only.
fn bar() -> ProgressBar {
    let bar = ProgressBar::no_length();
    let style =
        ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} rows, {eta} left, {msg}");
    bar.set_style(style.expect("the template is right"));
    bar
}

fn words(copied: &Copied) -> String {
    let before = match copied.documents_before {
        0 => String::new(),
        count => format!(", {} of them before", HumanCount(count)),
    };
    format!(
        "{} documents are there and verified{before}; {} rows in all",
        HumanCount(copied.documents),
        HumanCount(copied.rows)
    )
}

fn settings(arguments: &CopyArguments) -> Result<Settings, Failure> {
    let password = arguments.password_file.as_deref().map(secret::read);
    Ok(Settings {
        password: password.transpose()?,
        root_certificates: arguments.certificates.clone(),
        ..Settings::new(&arguments.to)
    })
}

/// The file in `sqlite:FILE`.
pub(crate) fn from(text: &str) -> Result<String, String> {
    match text.strip_prefix(FROM) {
        Some(file) if !file.is_empty() => Ok(file.to_owned()),
        _ => Err("sqlite: and the file, such as sqlite:/var/lib/mohar/mohar.db".to_owned()),
    }
}

/// A URL of PostgreSQL's, without a password: whoever lists the processes could read it.
pub(crate) fn to(text: &str) -> Result<String, String> {
    let rest = TO.iter().find_map(|scheme| text.strip_prefix(scheme));
    let rest = rest.ok_or("postgres://user@host:port/database")?;
    let user = rest.split_once('@').map_or("", |(user, _)| user);
    if user.contains(':') || rest.contains("password=") {
        return Err("the password does not stand in the URL; give --password-file".to_owned());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_are_written_with_their_kind() {
        assert_eq!(from("sqlite:a.db").as_deref(), Ok("a.db"));
        for wrong in ["", "sqlite:", "a.db", "postgres://x/y"] {
            assert!(from(wrong).is_err(), "{wrong}");
        }
        for right in [
            "postgres://mohar@db1/mohar",
            "postgresql:///mohar?host=/run",
        ] {
            assert_eq!(to(right).as_deref(), Ok(right));
        }
        for wrong in [
            "sqlite:a.db",
            "postgres://mohar:secret@db1/mohar",
            "postgres://db1/mohar?password=secret",
        ] {
            assert!(to(wrong).is_err(), "{wrong}");
        }
    }
}
