//! What is copied: every table of the embedded database, every column.

/// The register.
pub(super) const DOCUMENTS: &str = "invoices";

/// A column's kind, the same in both databases but for the width of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Text,
    Bytes,
}

/// A column that both have, or that is read from elsewhere in the embedded database.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// The alias of the table it is read from: `t`, or one that is joined.
    pub(super) of: &'static str,
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    /// What orders its rows, over the alias `t`: unique, and of one column.
    pub(super) key: &'static str,
    /// What is joined to `t` in the embedded database.
    pub(super) join: &'static str,
    /// Whether PostgreSQL gives out the next `id`.
    pub(super) has_identity: bool,
    pub(super) columns: &'static [Column],
}

const fn number(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Number,
        of: "t",
    }
}

const fn text(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Text,
        of: "t",
    }
}

const fn bytes(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Bytes,
        of: "t",
    }
}

const fn table(name: &'static str, key: &'static str, columns: &'static [Column]) -> Table {
    Table {
        name,
        key,
        join: "",
        has_identity: false,
        columns,
    }
}

/// A table whose rows are numbered by `id`.
const fn numbered(name: &'static str, columns: &'static [Column]) -> Table {
    Table {
        has_identity: true,
        ..table(name, "t.id", columns)
    }
}

/// Tables of the embedded database that stay behind: what they hold is computed, is over within
/// minutes, or is brought again from its file, as an imported master is. Whose database it is, the
/// other one says itself: a copy is made from a portal's to a portal's.
#[cfg(test)]
const LEFT_BEHIND: &[&str] = &[
    "register_clock",
    "sqlite_sequence",
    "installation",
    "allowances",
    "master_imports",
    "imported_taxpayers",
];

/// All tables, each after those that it refers to.
pub(super) const TABLES: &[Table] = &[
    numbered(
        "signing_contexts",
        &[number("id"), text("key_id"), text("issuer")],
    ),
    table(
        DOCUMENTS,
        "t.ack_no",
        &[
            number("ack_no"),
            number("acked_at"),
            number("document_date"),
            number("item_count"),
            number("signing_context"),
            number("payload_format"),
            number("document_type"),
            number("channel"),
            text("supplier_gstin"),
            bytes("irn"),
            text("document_number"),
            text("recipient_id"),
            text("recipient_name"),
            text("invoice_value"),
            text("main_hsn"),
            bytes("payload"),
            bytes("invoice_signature"),
            bytes("qr_signature"),
        ],
    ),
    Table {
        join: "JOIN invoices i ON i.ack_no = t.ack_no",
        ..table(
            "cancellations",
            "t.ack_no",
            &[
                number("ack_no"),
                number("cancelled_at"),
                number("reason"),
                text("remark"),
                Column {
                    name: "supplier_gstin",
                    kind: Kind::Text,
                    of: "i",
                },
            ],
        )
    },
    table(
        "ack_series",
        "(t.irp * 10 + t.node) * 10000 + t.year",
        &[
            number("irp"),
            number("node"),
            number("year"),
            number("next_ack_no"),
        ],
    ),
    table(
        "eway_bills",
        "t.number",
        &[
            number("number"),
            number("ack_no"),
            number("ordinal"),
            text("supplier_gstin"),
            text("made_by_gstin"),
            number("made_at"),
            number("valid_until"),
            text("movement"),
            number("channel"),
        ],
    ),
    Table {
        join: "JOIN eway_bills b ON b.number = t.number",
        ..table(
            "eway_bill_cancellations",
            "t.number",
            &[
                number("number"),
                number("cancelled_at"),
                number("reason"),
                text("remark"),
                Column {
                    name: "supplier_gstin",
                    kind: Kind::Text,
                    of: "b",
                },
            ],
        )
    },
    table(
        "eway_bill_series",
        "t.irp * 10 + t.node",
        &[number("irp"), number("node"), number("next_number")],
    ),
    numbered(
        "accounts",
        &[
            number("id"),
            text("user_name"),
            text("user_name_key"),
            text("gstin"),
            text("password_hash"),
            number("created_at"),
            number("failed_logins"),
            number("blocked_until"),
            number("latest_login_at"),
            number("previous_login_at"),
            number("frozen_at"),
            text("frozen_reason"),
        ],
    ),
    table(
        "sessions",
        "t.token_digest",
        &[
            bytes("token_digest"),
            number("account"),
            number("created_at"),
            number("seen_at"),
        ],
    ),
    table(
        "authenticators",
        "t.account",
        &[
            number("account"),
            bytes("secret_sealed"),
            number("proposed_at"),
            number("confirmed_at"),
            number("last_step"),
            number("tries"),
            number("blocked_until"),
        ],
    ),
    table(
        "recovery_codes",
        "t.digest",
        &[bytes("digest"), number("account")],
    ),
    table(
        "proofs",
        "t.token_digest",
        &[
            bytes("token_digest"),
            number("purpose"),
            text("gstin"),
            number("started_at"),
            bytes("code_digest"),
            number("sent_at"),
            number("expires_at"),
            number("tries"),
            number("proved_at"),
            number("used_at"),
        ],
    ),
    numbered(
        "code_sends",
        &[
            number("id"),
            text("gstin"),
            number("sent_at"),
            number("for_login"),
        ],
    ),
    table(
        "taxpayers",
        "t.gstin",
        &[
            text("gstin"),
            text("record"),
            bytes("contact_sealed"),
            number("fetched_at"),
            number("enabled_at"),
            number("enabled_year"),
            text("enabled_turnover"),
        ],
    ),
    table(
        "api_clients",
        "t.client_id",
        &[
            text("client_id"),
            bytes("secret_digest"),
            text("owner_gstin"),
            number("created_at"),
            number("revoked_at"),
        ],
    ),
    table(
        "api_tokens",
        "t.token_digest",
        &[
            bytes("token_digest"),
            bytes("sealed"),
            text("client_id"),
            number("account"),
            text("gstin"),
            number("issued_at"),
            number("expires_at"),
        ],
    ),
    numbered(
        "messages",
        &[
            number("id"),
            number("route"),
            bytes("sealed"),
            number("created_at"),
            number("state"),
            number("due_at"),
            number("tries"),
            number("settled_at"),
            text("receipt"),
            text("reason"),
        ],
    ),
    numbered(
        "feedback",
        &[
            number("id"),
            number("left_at"),
            text("page"),
            text("language"),
            text("text"),
            bytes("contact_sealed"),
        ],
    ),
];

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::sqlite::SqliteStore;

    /// A migration that adds a column has to add it here.
    #[test]
    fn nothing_of_the_embedded_database_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mohar.db");
        SqliteStore::open_or_create(&path, crate::InstallationKind::Portal)
            .unwrap()
            .close();
        let connection = rusqlite::Connection::open(&path).unwrap();
        let mut statement = connection
            .prepare(
                "SELECT s.name || '.' || c.name || ' ' || c.type FROM sqlite_schema s
                 JOIN pragma_table_info(s.name) c WHERE s.type = 'table'",
            )
            .unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        let there: BTreeSet<String> = rows
            .map(Result::unwrap)
            .filter(|column: &String| {
                !LEFT_BEHIND
                    .iter()
                    .any(|table| column.starts_with(&format!("{table}.")))
            })
            .collect();
        let copied = TABLES.iter().flat_map(|table| {
            let own = table.columns.iter().filter(|column| column.of == "t");
            own.map(|column| {
                let kind = match column.kind {
                    Kind::Number => "INTEGER",
                    Kind::Text => "TEXT",
                    Kind::Bytes => "BLOB",
                };
                format!("{}.{} {kind}", table.name, column.name)
            })
        });
        assert_eq!(copied.collect::<BTreeSet<_>>(), there);
    }
}
