//! The commands of the units in `packaging/`, run as systemd would, with the two roles in PostgreSQL
//! that docs/OPERATIONS.md names.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::postgres::cluster::{self, Database};
use crate::support::portal::Installation;
use crate::support::{MOHAR, invoice, mohar, printed};

/// The page that says what the serving role may do.
const PAGE: &str = include_str!("../../../../docs/OPERATIONS.md");

/// Units that work on the database beside a portal.
const HELPERS: [&str; 3] = ["backup", "drill", "retain"];

fn packaging() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging")
}

fn unit(name: &str) -> String {
    fs::read_to_string(packaging().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What a setting of a unit says.
fn setting<'a>(unit: &'a str, name: &str) -> &'a str {
    let found = unit
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    found.unwrap_or_else(|| panic!("{name} in {unit}"))
}

/// The roles of an installation: one owns the schema, the other serves.
struct Roles {
    database: Database,
    owner: String,
    serving: String,
}

impl Roles {
    fn new() -> Self {
        let database = cluster::shared().database();
        let name = database.name().to_owned();
        let (owner, serving) = (format!("owner_{name}"), format!("serving_{name}"));
        database.sql(&format!(
            "CREATE ROLE {owner} LOGIN CREATEDB; CREATE ROLE {serving} LOGIN; \
             ALTER DATABASE {name} OWNER TO {owner}"
        ));
        Self {
            database,
            owner,
            serving,
        }
    }

    fn url(&self, role: &str) -> String {
        let url = self.database.url();
        let (_, rest) = url.split_once('@').unwrap();
        format!("postgres://{role}@{rest}")
    }

    /// What the page tells the owner to do.
    fn grant(&self) {
        let blocks = PAGE.split("```sql").skip(1);
        let mut blocks = blocks.filter_map(|block| block.split("```").next());
        let grants = blocks.find(|block| block.trim_start().starts_with("GRANT"));
        let grants = grants
            .unwrap()
            .replace("TO mohar;", &format!("TO {};", self.serving));
        let owner = &self.owner;
        self.database.sql(&format!("SET ROLE {owner}; {grants}"));
    }
}

impl Drop for Roles {
    fn drop(&mut self) {
        let Self {
            database,
            owner,
            serving,
        } = self;
        let name = database.name();
        // The cluster's own user; whoever owns something cannot go.
        let user = database.sql("SELECT current_user");
        let user = user.trim();
        database.sql(&format!(
            "ALTER DATABASE {name} OWNER TO {user}; DROP OWNED BY {owner}, {serving} CASCADE; \
             DROP ROLE {owner}; DROP ROLE {serving}"
        ));
    }
}

/// An installation as the page sets it up: `owner.toml` is the owner's, `mohar.toml` serves.
fn installation(roles: &Roles) -> Installation {
    let mut installation = Installation::on(Some(roles.url(&roles.owner)), "");
    roles.grant();
    let rename = |from: &str, to: &str| {
        fs::rename(installation.path(from), installation.path(to)).unwrap();
    };
    rename("mohar.toml", "owner.toml");
    rename("postgres-url", "owner-postgres-url");
    let owner = installation.path("owner.toml");
    let settings = fs::read_to_string(&owner).unwrap();
    let settings = settings.replace("\"postgres-url\"", "\"owner-postgres-url\"");
    fs::write(&owner, settings).unwrap();
    installation.move_to(roles.url(&roles.serving));
    installation.configure("[retention]\nby_serve = false\n");
    let backups = installation.path("backups");
    fs::create_dir(&backups).unwrap();
    fs::set_permissions(&backups, fs::Permissions::from_mode(0o700)).unwrap();
    installation
}

/// Runs what a unit starts, with the installation's places in place of the system's.
fn started(installation: &Installation, name: &str) -> Output {
    let unit = unit(&format!("mohar-{name}.service"));
    let path = |name: &str| installation.path(name).to_str().unwrap().to_owned();
    let command = setting(&unit, "ExecStart")
        .replace("%%", "%")
        .replace("/usr/local/bin/mohar", MOHAR)
        .replace("/etc/mohar/", &path(""))
        .replace("/var/backups/mohar", &path("backups"))
        .replace("/var/lib/mohar/keys", &path("keys"))
        .replace("/var/lib/mohar", &path(""));
    Command::new("/bin/sh")
        .args(["-c", &command])
        .output()
        .unwrap()
}

#[tokio::test]
async fn what_the_units_start_works_with_two_roles() {
    let roles = Roles::new();
    let installation = installation(&roles);
    let account = installation.account().await;
    let portal = installation.serve();
    let client = portal.client(&account);
    let document = invoice(account.0.gstin.as_str(), "UNITS/1");
    client.generate(&document).await.unwrap();

    // What the serving role may do is not enough, and harms nothing.
    let (config, backup) = (installation.config(), installation.path("by-serving"));
    let backup = backup.to_str().unwrap();
    let refused = mohar(&["backup", "--config", &config, "--to", backup]);
    let words = printed(&refused.stderr);
    assert!(
        !refused.status.success() && words.contains("permission denied"),
        "{words}"
    );

    for (name, told) in [
        ("backup", "1 documents"),
        ("drill", "every IRN recomputed"),
        ("retain", "documents: 0 deleted"),
    ] {
        let output = started(&installation, name);
        let words = printed(&output.stdout) + &printed(&output.stderr);
        assert!(output.status.success(), "{name}: {words}");
        assert!(words.contains(told), "{name}: {words}");
    }
    drop(portal);
}

/// On SQLite the settings of both are one file.
#[test]
fn what_the_units_start_works_on_a_file() {
    let installation = Installation::new("");
    std::os::unix::fs::symlink("mohar.toml", installation.path("owner.toml")).unwrap();
    fs::create_dir(installation.path("backups")).unwrap();
    for name in HELPERS {
        let output = started(&installation, name);
        let words = printed(&output.stdout) + &printed(&output.stderr);
        assert!(output.status.success(), "{name}: {words}");
    }
}

/// Each has its timer, tells somebody when it fails, and cannot be looked into by the portal.
#[test]
fn units_belong_together() {
    let hidden = "-/etc/mohar/owner-postgres-url";
    assert_eq!(setting(&unit("mohar.service"), "InaccessiblePaths"), hidden);
    assert!(!setting(&unit("mohar-failed@.service"), "ExecStart").is_empty());
    for name in HELPERS {
        let service = unit(&format!("mohar-{name}.service"));
        assert_eq!(setting(&service, "OnFailure"), "mohar-failed@%n.service");
        let portal = unit("mohar.service");
        let capability = setting(&service, "AmbientCapabilities");
        assert_ne!(setting(&portal, "CapabilityBoundingSet"), capability);
        let timer = unit(&format!("mohar-{name}.timer"));
        assert!(!setting(&timer, "OnCalendar").is_empty());
    }
    // What a unit may write has to be there before it starts.
    let written = setting(&unit("mohar-backup.service"), "ReadWritePaths").to_owned();
    let folders = unit("mohar.tmpfiles");
    let made = folders.lines().any(|line| {
        let mut words = line.split_whitespace();
        (words.next(), words.next()) == (Some("d"), Some(&written))
    });
    assert!(made, "{written} in {folders}");
}
