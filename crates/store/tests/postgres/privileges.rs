//! The serving role of docs/OPERATIONS.md: what serving needs it may do, and nothing more.

use std::sync::Arc;

use store::postgres::{PostgresStore, Settings, migrate};
use store::{InstallationKind, Store};

use crate::cluster::{self, Database};
use crate::contract::sample::{DATED, at, invoice, register, supplier};
use crate::contract::{Engine, promises};

const PAGE: &str = include_str!("../../../../docs/OPERATIONS.md");

/// The page's grants, for another role's name.
fn grants(role: &str) -> String {
    let blocks = PAGE.split("```sql").skip(1);
    let blocks = blocks.filter_map(|block| block.split("```").next());
    let mut blocks = blocks.filter(|block| block.trim_start().starts_with("GRANT"));
    let block = blocks.next().unwrap();
    assert_eq!(blocks.count(), 0, "one block of grants");
    block.replace("TO mohar;", &format!("TO {role};"))
}

/// A database that one role has made and another one serves from.
struct Lesser {
    database: Database,
    role: String,
}

impl Lesser {
    async fn fresh() -> Self {
        let database = cluster::shared().database();
        let owner = Settings::new(database.url());
        migrate(&owner, InstallationKind::Portal).await.unwrap();
        let role = format!("serving_{}", database.name());
        database.sql(&format!("CREATE ROLE {role} LOGIN"));
        database.sql(&grants(&role));
        Self { database, role }
    }

    fn settings(&self) -> Settings {
        let url = self.database.url();
        let (_, rest) = url.split_once('@').unwrap();
        Settings::new(format!("postgres://{}@{rest}", self.role))
    }
}

impl Drop for Lesser {
    fn drop(&mut self) {
        self.database
            .sql(&format!("DROP OWNED BY {0}; DROP ROLE {0}", self.role));
    }
}

#[async_trait::async_trait]
impl Engine for Lesser {
    async fn open(&self) -> Arc<dyn Store> {
        let opened = PostgresStore::open(&self.settings(), InstallationKind::Portal).await;
        Arc::new(opened.unwrap())
    }
}

promises! { crate::privileges::Lesser;
    acknowledgements {
        blocks_go_on_after_a_restart
    }
    allowances {
        an_allowance_is_used_up_and_regained_evenly
        full_allowances_are_forgotten_a_batch_at_a_time
    }
    registrations {
        a_registered_document_is_found_in_every_way
        of_64_callers_one_registers
    }
    cancellations {
        a_document_is_cancelled_once
    }
    deliveries {
        of_16_claimers_each_message_has_one
        what_was_sent_stays_sent_with_its_receipt
        a_failed_try_is_repeated_when_it_is_due_or_given_up
    }
    eway_bills {
        a_bill_is_found_in_every_way
    }
    bill_cancellations {
        a_bill_is_cancelled_once_and_another_may_follow
    }
    listing {
        filters_narrow
    }
    accounts {
        a_proof_makes_one_account_and_only_its_own
        wrong_passwords_block_at_the_limit
        the_last_login_is_the_one_before
    }
    passwords {
        a_new_password_closes_what_the_old_one_opened
    }
    sessions {
        a_session_opens_is_touched_and_closes
        stale_sessions_go_when_one_opens
        all_sessions_close_at_once
    }
    authenticators {
        a_proposal_is_replaced_and_confirmed_once
        old_proposals_are_forgotten
        a_recovery_takes_the_authenticator_and_a_change_leaves_it
    }
    authenticator_codes {
        a_recovery_code_is_used_once_and_renewed
        tries_are_counted_for_login_and_account
    }
    proofs {
        a_proof_walks_through_its_states
        the_window_is_kept_for_the_gstin
    }
    taxpayers {
        a_record_comes_back_whole_but_for_contact
        enabling_uses_up_the_proof_and_stays
    }
    api_access {
        a_revoked_client_stays_and_loses_its_tokens
        a_token_near_its_end_is_replaced
    }
    words {
        messages_are_queued_in_order
        feedback_is_kept_newest_first
    }
}

#[tokio::test]
async fn nothing_more_may_be_done() {
    let engine = Lesser::fresh().await;
    let store = engine.open().await;
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    for forbidden in [
        "UPDATE invoices SET payload = ''",
        "UPDATE invoices SET invoice_signature = ''",
        "UPDATE invoices SET acked_at = 0",
        "DELETE FROM invoices",
        "DELETE FROM cancellations",
        "UPDATE cancellations SET reason = 1",
        "UPDATE eway_bills SET made_at = 0",
        "DELETE FROM accounts",
        "DELETE FROM messages",
        "UPDATE installation SET kind = 2",
        "UPDATE mohar_schema SET oldest_program = 99",
        "TRUNCATE invoices CASCADE",
        "DROP TABLE invoices CASCADE",
        "ALTER TABLE invoices DROP COLUMN irn",
        "CREATE TABLE mohar_copy (x int)",
    ] {
        let refused = engine.database.try_sql_as(&engine.role, forbidden);
        let refused = refused.expect_err(forbidden);
        assert!(
            refused.contains("permission denied") || refused.contains("must be owner"),
            "{forbidden}: {refused}"
        );
    }
    assert!(
        migrate(&engine.settings(), InstallationKind::Sandbox)
            .await
            .is_err()
    );
}

/// A table of a later step of the schema is not forgotten here.
#[tokio::test]
async fn every_table_is_named() {
    let engine = Lesser::fresh().await;
    let unnamed = engine.database.sql(&format!(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
            AND relkind IN ('r', 'p') AND NOT has_table_privilege('{}', oid, 'SELECT')",
        engine.role
    ));
    assert_eq!(unnamed, "");
}
