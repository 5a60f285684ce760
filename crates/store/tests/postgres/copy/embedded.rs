//! An embedded installation that has been used for a while.

use std::path::PathBuf;
use std::sync::Arc;

use store::eway_bills::EwayBill;
use store::feedback::Feedback;
use store::line::Registered;
use store::messages::{NewMessage, Route};
use store::proofs::Purpose;
use store::sessions::Session;
use store::sqlite::SqliteStore;
use store::{InstallationKind, Store};
use tempfile::TempDir;

use crate::contract::bill_cancellations::cancel_bill;
use crate::contract::sample::{
    DATED, account, at, cancellation, digest, invoice, issue, make_bill, open, prove, register,
    supplier,
};
use crate::contract::taxpayers::{enablement, record};

/// An embedded installation with a row or more in every table.
pub(super) struct Embedded {
    pub(super) folder: TempDir,
    pub(super) documents: Vec<Registered>,
    /// Active and cancelled ones.
    pub(super) bills: Vec<EwayBill>,
}

impl Embedded {
    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("mohar.db")
    }

    pub(super) fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.path(), InstallationKind::Portal).unwrap())
    }

    pub(super) async fn filled(documents: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut embedded = Self {
            folder,
            documents: Vec::new(),
            bills: Vec::new(),
        };
        SqliteStore::open_or_create(&embedded.path(), InstallationKind::Portal)
            .unwrap()
            .close();
        let store = embedded.open();
        for n in 0..documents {
            let document = invoice(supplier(n % 7), &format!("A/{n}"), DATED);
            let document = register(&store, document, at(n.into())).await;
            embedded.documents.push(document);
        }
        for document in embedded.documents.iter_mut().step_by(9) {
            let summary = document.summary();
            store
                .cancel(
                    &summary.supplier,
                    &document.irn(),
                    at(0),
                    cancellation(at(900)),
                )
                .await
                .unwrap();
            *document = store.by_irn(&document.irn()).await.unwrap().unwrap();
        }
        embedded.travel(&store).await;
        people(&store).await;
        embedded
    }

    /// A document in nine travels; of two of those in three, a bill was cancelled, and of one a
    /// second one made.
    async fn travel(&mut self, store: &Arc<dyn Store>) {
        for (n, document) in self.documents.iter().skip(1).step_by(9).enumerate() {
            let mut bill = make_bill(store, document, at(910)).await;
            if n % 3 > 0 {
                cancel_bill(store, &bill, 911).await;
                bill.cancellation = Some(cancellation(at(911)));
            }
            self.bills.push(bill);
            if n % 3 > 1 {
                self.bills.push(make_bill(store, document, at(912)).await);
            }
        }
    }
}

/// Accounts, sessions, proofs, taxpayers, API access, messages, feedback.
async fn people(store: &Arc<dyn Store>) {
    let user = account(store, "MalnadTools", supplier(0)).await;
    account(store, "other", supplier(1)).await;
    store.login_succeeded(user.id, at(1)).await.unwrap();
    store.login_succeeded(user.id, at(2)).await.unwrap();
    let session = Session {
        token_digest: digest(1),
        account: user.id,
        created_at: at(2),
        seen_at: at(3),
    };
    open(store, session, at(0)).await;
    prove(store, 1, supplier(2), Purpose::Recover).await;
    let taxpayer = record(supplier(0), "Malnad Tools", 3);
    store.put_taxpayer(taxpayer).await.unwrap();
    store
        .enable(&supplier(0), None, enablement(4), Vec::new())
        .await
        .unwrap();
    let client = store::api_access::ApiClient {
        client_id: "A".to_owned(),
        secret_digest: digest(1),
        owner: supplier(0),
        created_at: at(0),
        revoked_at: None,
    };
    store.create_client(client, 9).await.unwrap();
    let token = store::api_access::ApiToken {
        token_digest: digest(2),
        sealed: vec![2; 90],
        client_id: "A".to_owned(),
        account: user.id,
        gstin: supplier(0),
        issued_at: at(0),
        expires_at: at(3_600),
    };
    issue(store, token, at(600)).await;
    store
        .queue_messages(vec![message(6), message(7)])
        .await
        .unwrap();
    let newest = store.newest_messages(1).await.unwrap()[0].id;
    let receipt = Some("R-1".to_owned());
    store.message_sent(newest, receipt, at(8)).await.unwrap();
    store.leave_feedback(feedback()).await.unwrap();
}

pub(super) fn message(n: u8) -> NewMessage {
    NewMessage {
        route: Route::Email,
        sealed: vec![n; 40],
        created_at: at(5),
    }
}

pub(super) fn feedback() -> Feedback {
    Feedback {
        at: at(6),
        page: "/hi/verify".to_owned(),
        language: "hi".to_owned(),
        text: "अच्छा\0है".to_owned(),
        contact_sealed: Some(vec![7]),
    }
}
