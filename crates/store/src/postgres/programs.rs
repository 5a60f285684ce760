//! How PostgreSQL's own programs are told where the database is.

use std::path::Path;

use tokio_postgres::config::{Host, SslMode};

use super::settings::{Settings, unusable};
use crate::StoreResult;

/// Where systems keep the authorities that they trust.
const SYSTEM_CERTIFICATES: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
    "/etc/ssl/ca-bundle.pem",
];

impl Settings {
    /// The environment of a child process, from which `pg_dump` and `pg_restore` take what they
    /// need. Nothing of it stands in their command lines, which everybody on the machine can read.
    pub fn environment(&self) -> StoreResult<Vec<(&'static str, String)>> {
        let config = self.config()?;
        let hosts: Vec<String> = config
            .get_hosts()
            .iter()
            .map(|host| match host {
                Host::Tcp(name) => name.clone(),
                #[cfg(unix)]
                Host::Unix(folder) => folder.display().to_string(),
            })
            .collect();
        let ports: Vec<String> = config.get_ports().iter().map(u16::to_string).collect();
        let mut all = vec![
            ("PGHOST", hosts.join(",")),
            ("PGTARGETSESSIONATTRS", "read-write".to_owned()),
            ("PGAPPNAME", "mohar backup".to_owned()),
            ("PGCLIENTENCODING", "UTF8".to_owned()),
        ];
        let addresses: Vec<String> = config
            .get_hostaddrs()
            .iter()
            .map(ToString::to_string)
            .collect();
        if !addresses.is_empty() {
            all.push(("PGHOSTADDR", addresses.join(",")));
        }
        if !ports.is_empty() {
            all.push(("PGPORT", ports.join(",")));
        }
        all.extend(
            config
                .get_dbname()
                .map(|name| ("PGDATABASE", name.to_owned())),
        );
        all.extend(config.get_user().map(|name| ("PGUSER", name.to_owned())));
        if let Some(password) = config.get_password() {
            let password = str::from_utf8(password)
                .map_err(|_| unusable("the database's password is not text"))?;
            all.push(("PGPASSWORD", password.to_owned()));
        }
        if config.get_ssl_mode() == SslMode::Require {
            let authorities = match &self.root_certificates {
                Some(file) => file.clone(),
                None => SYSTEM_CERTIFICATES
                    .map(Path::new)
                    .into_iter()
                    .find(|file| file.exists())
                    .ok_or_else(|| {
                        unusable(
                            "the system's certificates are not where they are looked for; \
                                  name a file of them in the settings",
                        )
                    })?
                    .to_owned(),
            };
            all.push(("PGSSLMODE", "verify-full".to_owned()));
            all.push(("PGSSLROOTCERT", authorities.display().to_string()));
        } else {
            all.push(("PGSSLMODE", "disable".to_owned()));
        }
        Ok(all)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;

    #[test]
    fn everything_that_connects_is_in_the_environment() {
        let mut settings = Settings::new("postgres://m:se%20cret@db1:5432,db2:5433/mohar");
        settings.root_certificates = Some("/etc/ca.pem".into());
        let all = settings.environment().unwrap();
        for expected in [
            ("PGHOST", "db1,db2"),
            ("PGPORT", "5432,5433"),
            ("PGDATABASE", "mohar"),
            ("PGUSER", "m"),
            ("PGPASSWORD", "se cret"),
            ("PGSSLMODE", "verify-full"),
            ("PGSSLROOTCERT", "/etc/ca.pem"),
        ] {
            let expected = (expected.0, expected.1.to_owned());
            assert!(all.contains(&expected), "{expected:?}");
        }
        settings.database = Some("other".to_owned());
        settings.url = "host=/run/postgresql dbname=mohar".to_owned();
        let all = settings.environment().unwrap();
        for expected in [
            ("PGHOST", "/run/postgresql"),
            ("PGDATABASE", "other"),
            ("PGSSLMODE", "disable"),
        ] {
            let expected = (expected.0, expected.1.to_owned());
            assert!(all.contains(&expected), "{expected:?}");
        }
        assert!(!all.iter().any(|(name, _)| *name == "PGPASSWORD"));
    }
}
