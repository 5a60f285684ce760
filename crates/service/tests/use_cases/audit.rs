//! What is written down, and what is refused when it cannot be.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use seal::audit::{About, AuditLog, AuditOptions};
use serde_json::Value;
use service::{
    ChangeForm, CredentialsForm, Failure, Fault, FreezeReason, Irp, PasswordForm, ReadyAccount,
    SignedIn, Trouble, WhichAccount,
};
use store::invoices::Invoices as _;
use store::line::Channel;
use tempfile::TempDir;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt as _};

use crate::api::app_key;
use crate::eway_bills::make;
use crate::world::{BUYER, PASSWORD, SELLER, World, actor, codes, invoice, logged_in};

/// A log in a folder, whose clock can be moved.
struct Audit {
    folder: TempDir,
    log: Arc<AuditLog>,
    second: Arc<AtomicI64>,
}

impl Audit {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let second = Arc::<AtomicI64>::default();
        let clock = Arc::clone(&second);
        let log = AuditLog::start(AuditOptions {
            folder: folder.path().to_owned(),
            node: "test".to_owned(),
            now: Box::new(move || Timestamp::from_second(clock.load(Ordering::SeqCst)).unwrap()),
        });
        Self {
            folder,
            log: Arc::new(log.unwrap()),
            second,
        }
    }

    /// From now on what is traced in this thread is written to the log.
    fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let subscriber = tracing_subscriber::registry().with(ToLog(Arc::clone(&self.log)));
        tracing::subscriber::set_default(subscriber)
    }

    /// A day begins whose file cannot be made.
    fn break_it(&self) {
        fs::create_dir(self.folder.path().join("test-1970-01-02.jsonl")).unwrap();
        self.second.store(86_400, Ordering::SeqCst);
    }

    fn text(&self) -> String {
        fs::read_to_string(self.folder.path().join("test-1970-01-01.jsonl")).unwrap()
    }

    fn events(&self) -> Vec<String> {
        let events = self.text();
        let lines = events
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines
            .map(|line| line["event"].as_str().unwrap().to_owned())
            .collect()
    }
}

struct ToLog(Arc<AuditLog>);

impl<S: Subscriber> Layer<S> for ToLog {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        if event.metadata().target() == "audit" {
            let mut read = Read::default();
            event.record(&mut read);
            self.0.append(&read.0, read.1);
        }
    }
}

#[derive(Default)]
struct Read(String, About);

impl Visit for Read {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        } else {
            self.1
                .insert(field.name().to_owned(), format!("{value:?}").into());
        }
    }
}

fn is_about_the_log<T: std::fmt::Debug>(result: Result<T, Fault>) -> bool {
    match result {
        Err(Fault::Unavailable(unavailable)) => unavailable.what == "audit log",
        other => panic!("{other:?}"),
    }
}

fn trouble<T, R>(result: &Result<T, Failure<R>>) -> bool {
    match result {
        Err(Failure::Trouble(Trouble::Unavailable(one))) => one.what == "audit log",
        _ => false,
    }
}

#[tokio::test]
async fn a_line_that_fails_before_a_signature_prevents_it() {
    let world = World::new().await;
    let audit = Audit::new();
    let irp = world.audited(audit.log.health());
    let account = world.account(SELLER, "Malnad01").await;
    let actor = actor(&account, Channel::Api);
    let _listening = audit.listen();
    assert!(irp.issue(&actor, invoice("A1").as_bytes()).await.is_ok());
    assert_eq!(
        audit.events(),
        ["audit log opened", "signing", "signed", "registered"]
    );

    // The log was well when the document came in: it is the line itself that fails.
    audit.break_it();
    assert!(audit.log.health().mark().is_some());
    assert!(is_about_the_log(
        irp.issue(&actor, invoice("A2").as_bytes()).await
    ));
    let irn = einvoice::parse(invoice("A2").as_bytes(), &irp.settings().policy)
        .unwrap()
        .irn();
    assert!(world.store.by_irn(&irn).await.unwrap().is_none());
    assert_eq!(audit.events().len(), 4, "nothing was signed");

    // And from then on nothing new begins.
    assert!(is_about_the_log(
        irp.issue(&actor, invoice("A3").as_bytes()).await
    ));
    assert!(is_about_the_log(
        irp.cancel(&actor, &irn.to_string(), "1", "x").await
    ));
    assert!(trouble(&irp.log_in("Malnad01", PASSWORD).await));
    assert!(trouble(&irp.create_api_client(&actor).await));
    // What only takes rights away goes on.
    assert!(
        irp.revoke_api_client(&actor, &account.client_id)
            .await
            .unwrap()
    );

    // Once the file can be made the log is mended by whoever comes next, and work goes on.
    fs::remove_dir(audit.folder.path().join("test-1970-01-02.jsonl")).unwrap();
    assert!(irp.issue(&actor, invoice("A2").as_bytes()).await.is_ok());
    let next = fs::read_to_string(audit.folder.path().join("test-1970-01-02.jsonl")).unwrap();
    assert!(
        next.lines().next().unwrap().contains("lines_lost"),
        "{next}"
    );
}

/// Everything that somebody can do from the first visit to the last.
async fn whole_life(world: &World) {
    let irp = &world.irp;
    let (_, started) = irp.begin_registration(SELLER).await.unwrap();
    let sent = irp.send_code(started).await.unwrap();
    let Err(Failure::Refused(refused)) = irp.verify_code(sent, "wrong!").await else {
        panic!("a wrong code was accepted");
    };
    let code = world.newest_code().await;
    let proved = irp.verify_code(refused.state, &code).await.unwrap();
    let form = CredentialsForm {
        user_name: "Malnad01".to_owned(),
        password: PASSWORD.to_owned(),
        confirm: PASSWORD.to_owned(),
    };
    irp.create_credentials(proved, form).await.unwrap();
    for _ in 0..irp.settings().login.tries_max {
        assert!(irp.log_in("Malnad01", "wrong_Pass_1").await.is_err());
    }
    assert!(irp.log_in("Malnad01", PASSWORD).await.is_err(), "blocked");
    assert!(irp.log_in("Nobody_7", PASSWORD).await.is_err());
    world.advance_s(i64::from(irp.settings().login.block_s) + 1);
    let login = logged_in(irp.log_in("Malnad01", PASSWORD).await);
    let signed_in = irp.session(&login.session_token).await.unwrap().unwrap();
    let own = signed_in.actor.clone();
    let client = irp.create_api_client(&own).await.unwrap();
    let registered = world.issue(&own, "A1").await.unwrap();
    assert!(world.issue(&own, "A1").await.is_err());
    irp.cancel(&own, &registered.irn().to_string(), "1", "x")
        .await
        .unwrap();
    assert!(
        irp.revoke_api_client(&own, &client.client_id)
            .await
            .unwrap()
    );
    end_logins(irp, &signed_in).await;
    let login = logged_in(irp.log_in("Malnad01", PASSWORD).await);
    irp.log_out(&login.session_token).await.unwrap();
    let (_, started) = irp.begin_recovery(SELLER).await.unwrap();
    world.advance_s(600);
    let sent = irp.send_code(started).await.unwrap();
    let code = world.newest_code().await;
    let proved = irp.verify_code(sent, &code).await.unwrap();
    let form = PasswordForm {
        password: "Cardamom_77_lantern".to_owned(),
        confirm: "Cardamom_77_lantern".to_owned(),
    };
    irp.replace_password(proved, form).await.unwrap();
    frozen_life(world).await;
    let ordered = world.account(BUYER, "Buyer01").await;
    world
        .authenticate(&ordered, &app_key(), false)
        .await
        .unwrap();
    world
        .authenticate(&ordered, &app_key(), false)
        .await
        .unwrap();
    misdirected_logins(world, &ordered).await;
    let wrong = service::CallHeaders {
        client_id: Some(&ordered.client_id),
        client_secret: Some("wrong"),
        gstin: Some(BUYER),
        user_name: Some("Buyer01"),
        auth_token: Some("x"),
    };
    assert!(irp.api_caller(wrong).await.is_err());
}

/// The right password with another GSTIN, and another PAN's User Id.
async fn misdirected_logins(world: &World, account: &ReadyAccount) {
    let mut other = account.clone();
    other.gstin = SELLER.parse().unwrap();
    let outcome = world.authenticate(&other, &app_key(), false).await;
    assert_eq!(codes(outcome), ["1015"]);
    "Malnad01".clone_into(&mut other.user_name);
    let outcome = world.authenticate(&other, &app_key(), false).await;
    assert_eq!(codes(outcome), ["1008"]);
}

/// Somebody ends a login elsewhere, all others, and all.
async fn end_logins(irp: &Irp, signed_in: &SignedIn) {
    logged_in(irp.log_in("Malnad01", PASSWORD).await);
    let sessions = irp.own_sessions(signed_in).await.unwrap();
    let other = sessions.iter().find(|session| !session.is_this).unwrap();
    assert!(irp.end_session(signed_in, &other.id).await.unwrap());
    irp.end_other_sessions(signed_in).await.unwrap();
    irp.log_out_everywhere(signed_in).await.unwrap();
}

/// A password is changed, and the account frozen, looked at and unfrozen.
async fn frozen_life(world: &World) {
    let irp = &world.irp;
    let login = logged_in(irp.log_in("Malnad01", "Cardamom_77_lantern").await);
    let signed_in = irp.session(&login.session_token).await.unwrap().unwrap();
    let form = ChangeForm {
        old: "Cardamom_77_lantern".to_owned(),
        password: "Cardamom_78_lantern".to_owned(),
        confirm: "Cardamom_78_lantern".to_owned(),
    };
    irp.change_password(&signed_in, form).await.unwrap();
    let which = WhichAccount::OfUserName("Malnad01".to_owned());
    let reason = FreezeReason::parse("stolen password").unwrap();
    irp.freeze_account(&which, reason).await.unwrap();
    assert!(irp.log_in("Malnad01", "Cardamom_78_lantern").await.is_err());
    irp.account_overview(&which).await.unwrap();
    irp.unfreeze_account(&which).await.unwrap();
}

#[tokio::test]
async fn every_security_event_has_a_line_and_no_line_has_personal_data() {
    let world = World::new().await;
    let audit = Audit::new();
    let _listening = audit.listen();
    whole_life(&world).await;
    let events = audit.events();
    for wanted in [
        "one-time password sent",
        "wrong one-time password",
        "mobile proved",
        "account made",
        "wrong password",
        "account blocked after wrong passwords",
        "login refused: blocked",
        "login refused: no such User Id",
        "logged in",
        "API client made",
        "signing",
        "signed",
        "registered",
        "cancelling",
        "cancelled",
        "API client revoked",
        "logged out everywhere",
        "logged out",
        "password replaced after a recovery",
        "session ended by its user",
        "other sessions ended",
        "password changed by its user",
        "account frozen",
        "login refused: frozen",
        "account shown to an operator",
        "account unfrozen",
        "account made by order",
        "API token issued",
        "API token told again",
        "API client refused",
        "login refused: another GSTIN in the header",
        "login refused: API client of another PAN",
    ] {
        assert!(
            events.iter().any(|event| event == wanted),
            "{wanted} in {events:#?}"
        );
    }
    let text = audit.text();
    for line in text.lines().filter(|line| {
        line.contains("\"API client made\"") || line.contains("\"API client revoked\"")
    }) {
        let line: Value = serde_json::from_str(line).unwrap();
        let about = &line["about"];
        assert!(
            about["account"].is_string() && about["gstin"].is_string(),
            "{line}"
        );
    }
    for personal in [
        "99999",
        "@",
        "example",
        "Malnad",
        "Buyer01",
        "Nobody",
        PASSWORD,
        "wrong_Pass",
        "Cardamom",
        "Market Road",
    ] {
        assert!(!text.contains(personal), "{personal} in {text}");
    }
    assert!(Path::new(audit.folder.path()).exists());
}

/// Somebody else's document and e-way bill are answered like none, and written down.
#[tokio::test]
async fn what_is_another_s_is_refused_with_a_line_and_what_is_nobody_s_without() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let stranger = actor(&world.account(BUYER, "Buyer01").await, Channel::Api);
    let irn = world
        .issue(&seller, "KA/26/1")
        .await
        .unwrap()
        .irn()
        .to_string();
    let bill = make(&world, &seller, &irn).await.unwrap().bill.number;
    let audit = Audit::new();
    let _listening = audit.listen();
    let irp = &world.irp;
    let unknown = "5a".repeat(32);
    for (irn, bill, lines) in [(&unknown, 999_999_999_999, 0), (&irn, bill, 3)] {
        let began = tokio::time::Instant::now();
        assert_eq!(codes(irp.document_by_irn(&stranger, irn).await), ["2148"]);
        assert_eq!(codes(irp.eway_bill_of(&stranger, irn).await), ["4003"]);
        assert_eq!(codes(irp.eway_bill(&stranger, bill).await), ["4005"]);
        let took = began.elapsed();
        assert!(took >= std::time::Duration::from_millis(15), "{took:?}");
        let refused = audit.events();
        let refused = refused
            .iter()
            .filter(|event| event.contains("another taxpayer's"));
        assert_eq!(refused.count(), lines, "{}", audit.text());
    }
    assert!(audit.text().contains(&irn));
    // The owner is not written down.
    irp.document_by_irn(&seller, &irn).await.unwrap();
    assert_eq!(
        audit
            .events()
            .iter()
            .filter(|event| event.contains("another"))
            .count(),
        3
    );
}
