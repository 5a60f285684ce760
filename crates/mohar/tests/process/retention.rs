//! What is past its term goes, and cannot come back under another number.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use einvoice::{Facts, Party, Policy, Standing};
use gst::{Gstin, RegistrationStatus, TaxpayerType, ist};
use jiff::civil::date;
use seal::key_store;
use store::Store;
use store::invoices::Registration;
use store::line::{AckSeries, Channel, Sealed};
use store::messages::{NewMessage, Route};
use store::sqlite::SqliteStore;

use crate::support::portal::{ISSUER, Installation};
use crate::support::{invoice, mohar, printed};

/// A document dated and acknowledged in June of a year.
fn of_year(supplier: &str, year: i16) -> String {
    invoice(supplier, "OLD/1").replace("16/06/2025", &format!("16/06/{year}"))
}

/// Registers a document as it would have been then.
async fn registered_then(installation: &Installation, supplier: &str, year: i16) {
    let policy = Policy::default();
    let invoice = einvoice::parse(of_year(supplier, year).as_bytes(), &policy).unwrap();
    let party = Party::Known(Standing {
        status: RegistrationStatus::Active,
        kind: TaxpayerType::Regular,
        registered_on: Some(date(2017, 7, 1)),
        deregistered_on: None,
        turnover: None,
        e_invoice_enabled: true,
        eway_bill_blocked: false,
    });
    let facts = Facts {
        caller: Gstin::parse(supplier).unwrap(),
        today: date(year, 6, 20),
        seller: &party,
        buyer: &party,
        ecommerce: None,
        policy: &policy,
    };
    let checked = einvoice::check(invoice, &facts).unwrap();
    let keys = key_store::load(&installation.path("keys")).unwrap();
    let acked_at = ist::parse_date_time(&format!("{year}-06-20 12:00:00")).unwrap();
    let store: Arc<dyn Store> = Arc::new(
        SqliteStore::open(
            &installation.path("mohar.db"),
            store::InstallationKind::Portal,
        )
        .unwrap(),
    );
    let series = AckSeries {
        irp: 9,
        node: 1,
        year,
    };
    let number = store.reserve_ack_numbers(series, 1).await.unwrap().take();
    let key = keys.signing.at(acked_at).unwrap();
    let sealed = Sealed::seal(
        &checked,
        number.unwrap(),
        acked_at,
        Channel::Api,
        &key,
        ISSUER,
    );
    let registered = store.register(sealed.unwrap()).await.unwrap();
    assert!(matches!(registered, Registration::New(_)));
    let message = NewMessage {
        route: Route::Sms,
        sealed: vec![1],
        created_at: acked_at,
    };
    store.queue_messages(vec![message]).await.unwrap();
}

/// A file of the audit log of long ago, and one after it, with which the chain goes on.
fn old_audit_files(installation: &Installation) {
    let audit = installation.path("audit");
    fs::create_dir_all(&audit).unwrap();
    let line = r#"{"seq":1,"at":"2020-01-01T00:00:00Z","node":"old","event":"e","prev":""}"#;
    for day in ["2020-01-01", "2020-01-02"] {
        fs::write(audit.join(format!("old-{day}.jsonl")), format!("{line}\n")).unwrap();
    }
}

fn retain(installation: &Installation, more: &[&str]) -> String {
    let config = installation.config();
    let output = mohar(&[&["retain", "--config", &config], more].concat());
    assert!(output.status.success(), "{}", printed(&output.stderr));
    printed(&output.stdout)
}

#[tokio::test]
async fn a_document_past_its_term_goes_and_is_refused_afterwards() {
    let installation = Installation::new("");
    let account = installation.account().await;
    let supplier = account.0.gstin.as_str();
    registered_then(&installation, supplier, 2018).await;
    old_audit_files(&installation);
    let audit = installation.path("audit");

    let words = retain(&installation, &["--dry-run"]);
    assert!(words.contains("documents: 1 of before"), "{words}");
    assert!(words.contains("messages: 1 of before"), "{words}");
    assert!(words.contains("audit log: 1 of before"), "{words}");
    let words = retain(&installation, &[]);
    assert!(words.contains("documents: 1 deleted"), "{words}");
    assert!(words.contains("messages: 1 deleted"), "{words}");
    assert!(words.contains("audit log: 1 removed"), "{words}");
    let words = retain(&installation, &["--dry-run"]);
    assert!(words.contains("documents: 0 of before"), "{words}");
    assert!(!audit.join("old-2020-01-01.jsonl").exists());
    assert!(audit.join("old-2020-01-02.jsonl").exists());

    let portal = installation.serve();
    let client = portal.client(&account);
    let refused = client.generate(&of_year(supplier, 2018)).await.unwrap_err();
    assert!(refused.has_code("2284"), "{refused}");
    let lines = installation.chain("operator");
    for event in ["deleted after its term", "audit log file removed"] {
        assert!(lines.contains(event), "{event} in {lines}");
    }
}

/// Nobody runs `mohar retain` here.
#[tokio::test]
async fn a_portal_deletes_by_itself_what_is_past_its_term() {
    let installation = Installation::new("[retention]\nevery_s = 1\n");
    let account = installation.account().await;
    registered_then(&installation, account.0.gstin.as_str(), 2018).await;
    old_audit_files(&installation);
    let old = installation.path("audit/old-2020-01-01.jsonl");
    let words = retain(&installation, &["--dry-run"]);
    assert!(words.contains("documents: 1 of before"), "{words}");

    let mut portal = installation.serve();
    let all_gone = async {
        while old.exists() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let gone = tokio::time::timeout(Duration::from_secs(30), all_gone).await;
    gone.expect("the last thing that a look removes is gone");
    portal.signal("-TERM");
    assert!(portal.ended().success());
    let words = retain(&installation, &["--dry-run"]);
    for nothing in ["documents: 0 of before", "messages: 0 of before"] {
        assert!(words.contains(nothing), "{words}");
    }
    let lines = installation.chain("portal-1");
    for event in ["deleted after its term", "audit log file removed"] {
        assert!(lines.contains(event), "{event} in {lines}");
    }
    assert!(!lines.contains("\"rows\":0"), "{lines}");
}
