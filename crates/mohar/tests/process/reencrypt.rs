//! After a rotation of the data key everything is sealed anew, while a portal serves.

use std::sync::Arc;

use sandbox::demo;
use seal::{KeyFolder, Randomness, Totp, key_store};
use service::{Clock, FeedbackForm, GstRegistry, Irp, LoginStep, Parts, ReadyAccount, Settings};
use store::sealed::SealedColumn;
use store::sqlite::SqliteStore;
use store::{SealedValues as _, Store};

use crate::support::portal::Installation;
use crate::support::{invoice, mohar, printed};

/// The use cases as of a sandbox, in which messages can be read.
fn reader(installation: &Installation) -> Irp {
    let store: Arc<dyn Store> = Arc::new(
        SqliteStore::open(
            &installation.path("mohar.db"),
            store::InstallationKind::Portal,
        )
        .unwrap(),
    );
    Irp::new(Parts {
        store,
        clock: Clock::system(),
        randomness: Randomness::system(),
        keys: key_store::load(&installation.path("keys")).unwrap(),
        registry: GstRegistry::new(&installation.registry.manage),
        settings: Settings::sandbox(),
    })
}

fn keys(installation: &Installation, arguments: &[&str]) -> (Option<i32>, String) {
    let config = installation.config();
    let output = mohar(&[&["keys", "--config", &config], arguments].concat());
    let words = printed(&output.stdout) + &printed(&output.stderr);
    (output.status.code(), words)
}

/// Rotates, is refused, seals anew, and retires the old key.
async fn sealed_anew(installation: &Installation) {
    let (code, words) = keys(installation, &["rotate", "data", "--now"]);
    assert_eq!(code, Some(0), "{words}");
    let (code, words) = keys(installation, &["retire", "data", "1"]);
    assert_eq!(code, Some(1), "{words}");
    assert!(
        words.contains("sealed under data key 1") && words.contains("reencrypt"),
        "{words}"
    );
    let folder = installation.path("keys");
    let alone = mohar(&[
        "keys",
        "--keys",
        folder.to_str().unwrap(),
        "retire",
        "data",
        "1",
    ]);
    assert!(printed(&alone.stderr).contains("give --config"));

    let (code, words) = keys(installation, &["reencrypt"]);
    assert_eq!(code, Some(0), "{words}");
    assert!(
        words.contains("Nothing is left under an older data key than 2"),
        "{words}"
    );
    let (code, words) = keys(installation, &["retire", "data", "1"]);
    assert_eq!(code, Some(0), "{words}");
    let listed = KeyFolder::new(&folder).list(Clock::system().now()).unwrap();
    assert_eq!(
        listed
            .iter()
            .filter(|key| key.window.retired_at.is_some())
            .count(),
        1
    );

    let store = SqliteStore::open(
        &installation.path("mohar.db"),
        store::InstallationKind::Portal,
    )
    .unwrap();
    for column in SealedColumn::ALL {
        let under = store.count_sealed(column).await.unwrap();
        assert!(under.iter().all(|count| count.key == 2), "{under:?}");
    }
}

/// Sets up an authenticator app, and tells the time step whose code confirmed it.
async fn app_of(irp: &Irp, user: &ReadyAccount) -> (Totp, i64) {
    let Ok(LoginStep::LoggedIn(login)) = irp.log_in(&user.user_name, &user.password).await else {
        panic!("a sandbox's use cases ask no code");
    };
    let session = irp.session(&login.session_token).await.unwrap().unwrap();
    let proposed = irp.propose_authenticator(&session, &user.password).await;
    let app = Totp::from_base32(&proposed.unwrap().secret_base32).unwrap();
    let step = Totp::step(Clock::system().now());
    let confirmed = irp.confirm_authenticator(&session, &app.code(step)).await;
    confirmed.unwrap();
    (app, step)
}

#[tokio::test]
async fn nothing_is_left_under_the_old_key_and_everything_is_read() {
    let installation = Installation::new("");
    let account = installation.account().await;
    let portal = installation.serve();
    let client = portal.client(&account);
    let first = invoice(account.0.gstin.as_str(), "RE/1");
    client.generate(&first).await.unwrap();
    let before = reader(&installation);
    // A code on its way, of a taxpayer that has no account.
    let unregistered = demo::gstin("29AAFCK7731D1Z");
    let begun = before.begin_registration(unregistered.as_str()).await;
    let (token, started) = begun.unwrap();
    before.send_code(started).await.unwrap();
    let form = FeedbackForm {
        page: "/".to_owned(),
        language: "en".to_owned(),
        text: "Good".to_owned(),
        contact: Some("me@example.in".to_owned()),
    };
    before.leave_feedback(form).await.unwrap();

    let (app, step) = app_of(&before, &account.0).await;

    sealed_anew(&installation).await;
    let after = reader(&installation);
    let user = &account.0;
    let Ok(LoginStep::AuthenticatorNeeded(needed)) =
        after.log_in(&user.user_name, &user.password).await
    else {
        panic!("the account has an app");
    };
    let code = app.code(Totp::step(Clock::system().now()).max(step + 1));
    let login = after.complete_login_by_authenticator(needed.token(), &code);
    login.await.unwrap();
    let code = after
        .inbox(9)
        .await
        .unwrap()
        .into_iter()
        .find_map(|message| message.otp);
    let service::Stage::OtpSent(sent) = after.registration_stage(&token.0).await.unwrap() else {
        panic!("the code was sent");
    };
    let proved = after.verify_code(sent, &code.unwrap()).await.unwrap();
    assert_eq!(proved.gstin(), unregistered);
    assert_eq!(
        after.feedback(1).await.unwrap()[0].contact.as_deref(),
        Some("me@example.in")
    );
    // The API token of before goes on.
    let second = invoice(account.0.gstin.as_str(), "RE/2");
    client.generate(&second).await.unwrap();
}
