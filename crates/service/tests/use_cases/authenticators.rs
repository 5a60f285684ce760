//! Setting up an authenticator app, and changing it.

use seal::{AppKey, Randomness, Totp};
use service::{
    AuthenticatorLoginRefused, AuthenticatorNeeded, AuthenticatorRefused, AuthenticatorState, Irp,
    LoggedIn, LoginStep, PasswordForm, Proposed, RecoveryCodes, SignedIn, WhichAccount,
};

use crate::world::{PASSWORD, SELLER, World, logged_in, refusal};

pub(crate) const NEW: &str = "Cardamom_77_lantern";
const WRONG_PASSWORD: &str = "Wrong_42_kettle";

/// A portal that blocks after five wrong passwords or codes in a row.
pub(crate) async fn world() -> World {
    World::with(|settings| settings.login.tries_max = 5).await
}

/// Somebody with an app.
pub(crate) struct App {
    pub(crate) secret: Totp,
    pub(crate) codes: RecoveryCodes,
    pub(crate) signed_in: SignedIn,
}

impl App {
    /// The code that the app shows at the moment.
    pub(crate) fn code(&self, world: &World) -> String {
        self.secret.code(Totp::step(world.irp.now()))
    }

    /// A code that no app shows at the moment.
    pub(crate) fn wrong(&self, world: &World) -> String {
        wrong(&self.secret, world)
    }
}

pub(crate) fn wrong(secret: &Totp, world: &World) -> String {
    let now = Totp::step(world.irp.now());
    let near = [now - 1, now, now + 1].map(|step| secret.code(step));
    let mut all = (0..4).map(|n| format!("{n:06}"));
    all.find(|code| !near.contains(code)).unwrap()
}

pub(crate) async fn signed_in(irp: &Irp, token: &str) -> SignedIn {
    irp.session(token).await.unwrap().unwrap()
}

async fn enter(world: &World) -> SignedIn {
    let login = logged_in(world.irp.log_in("malnad01", PASSWORD).await);
    signed_in(&world.irp, &login.session_token).await
}

pub(crate) async fn propose(world: &World, signed_in: &SignedIn) -> (Proposed, Totp) {
    let proposed = world.irp.propose_authenticator(signed_in, PASSWORD).await;
    let proposed = proposed.unwrap();
    let secret = Totp::from_base32(&proposed.secret_base32).unwrap();
    (proposed, secret)
}

/// An account with an app, in the step after the one whose code confirmed it.
pub(crate) async fn set_up(world: &World) -> App {
    world.account(SELLER, "Malnad01").await;
    let signed_in = enter(world).await;
    let (_, secret) = propose(world, &signed_in).await;
    let code = secret.code(Totp::step(world.irp.now()));
    let codes = world.irp.confirm_authenticator(&signed_in, &code).await;
    world.advance_s(30);
    App {
        secret,
        codes: codes.unwrap(),
        signed_in,
    }
}

pub(crate) async fn password(world: &World) -> AuthenticatorNeeded {
    match world.irp.log_in("malnad01", PASSWORD).await {
        Ok(LoginStep::AuthenticatorNeeded(needed)) => needed,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn by_code(
    world: &World,
    token: &str,
    code: &str,
) -> Result<LoggedIn, AuthenticatorLoginRefused> {
    let outcome = world.irp.complete_login_by_authenticator(token, code).await;
    match outcome {
        Ok(login) => Ok(login),
        refused => Err(refusal(refused)),
    }
}

pub(crate) async fn state(world: &World, signed_in: &SignedIn) -> AuthenticatorState {
    world.irp.authenticator(signed_in).await.unwrap()
}

/// The texts of the newest messages.
pub(crate) async fn texts(world: &World, count: u32) -> Vec<String> {
    let inbox = world.irp.inbox(count).await.unwrap();
    inbox.into_iter().map(|message| message.text).collect()
}

/// As the store keeps moments.
pub(crate) fn seconds(at: jiff::Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.as_millisecond()).unwrap()
}

/// As [`set_up`] for an account that logs in by whatever the operator asks.
pub(crate) async fn with_app(world: &World) -> App {
    let signed_in = match world.irp.log_in("malnad01", PASSWORD).await.unwrap() {
        LoginStep::LoggedIn(login) => login,
        LoginStep::CodeNeeded(started) => {
            let sent = world.irp.send_code(*started).await.unwrap();
            let code = world.newest_code().await;
            let proved = world.irp.verify_code(sent, &code).await.unwrap();
            world.irp.complete_login(proved).await.unwrap()
        }
        LoginStep::AuthenticatorNeeded(_) => panic!("not yet"),
    };
    let signed_in = self::signed_in(&world.irp, &signed_in.session_token).await;
    let (_, secret) = propose(world, &signed_in).await;
    let code = secret.code(Totp::step(world.irp.now()));
    let codes = world.irp.confirm_authenticator(&signed_in, &code).await;
    world.advance_s(30);
    App {
        secret,
        codes: codes.unwrap(),
        signed_in,
    }
}

#[tokio::test]
async fn setting_up_takes_password_and_first_code() {
    let world = world().await;
    world.account(SELLER, "Malnad01").await;
    let (other, this) = (enter(&world).await, enter(&world).await);
    assert_eq!(state(&world, &this).await, AuthenticatorState::Off);
    let refused = world.irp.propose_authenticator(&this, WRONG_PASSWORD).await;
    assert!(matches!(
        refusal(refused),
        AuthenticatorRefused::PasswordWrong { tries_max: 5, .. }
    ));
    let none = world.irp.confirm_authenticator(&this, "123456").await;
    assert_eq!(refusal(none), AuthenticatorRefused::NoProposal);

    let (proposed, secret) = propose(&world, &this).await;
    assert_eq!(
        proposed.uri,
        format!(
            "otpauth://totp/Mohar:Malnad01?secret={}&issuer=Mohar&algorithm=SHA1&digits=6&period=30",
            proposed.secret_base32
        )
    );
    assert_eq!(state(&world, &this).await, AuthenticatorState::Off);
    let shown = world.irp.proposed_authenticator(&this).await.unwrap();
    assert_eq!(shown, Some(proposed));
    let wrong = world
        .irp
        .confirm_authenticator(&this, &wrong(&secret, &world))
        .await;
    let code_wrong = AuthenticatorRefused::CodeWrong { tries_left: None };
    assert_eq!(refusal(wrong), code_wrong);

    let since = world.irp.now();
    let code = secret.code(Totp::step(since));
    let spaced = format!(" {} {}", &code[..3], &code[3..]);
    let codes = world.irp.confirm_authenticator(&this, &spaced).await;
    let RecoveryCodes(codes) = codes.unwrap();
    assert_eq!(codes.len(), 10);
    let on = AuthenticatorState::On {
        since: seconds(since),
        recovery_codes_left: 10,
    };
    assert_eq!(state(&world, &this).await, on);
    let own = world.irp.own_sessions(&this).await.unwrap();
    assert_eq!(own.len(), 1, "the other one has ended");
    let again = world.irp.confirm_authenticator(&this, &code).await;
    assert_eq!(refusal(again), AuthenticatorRefused::AlreadyOn);
    let again = world.irp.propose_authenticator(&this, PASSWORD).await;
    assert_eq!(refusal(again), AuthenticatorRefused::AlreadyOn);
    let ended = world.irp.propose_authenticator(&other, PASSWORD).await;
    assert_eq!(refusal(ended), AuthenticatorRefused::Overtaken);
    assert_eq!(world.irp.proposed_authenticator(&this).await.unwrap(), None);
    for text in texts(&world, 2).await {
        assert!(text.starts_with("Two-step login is on for User Id Malnad01"));
        assert!(!codes.iter().any(|code| text.contains(code)));
    }
}

#[tokio::test]
async fn a_proposal_is_replaced_by_the_next_and_ends() {
    let world = world().await;
    world.account(SELLER, "Malnad01").await;
    let this = enter(&world).await;
    let (_, first) = propose(&world, &this).await;
    let (_, second) = propose(&world, &this).await;
    let now = Totp::step(world.irp.now());
    let old = world
        .irp
        .confirm_authenticator(&this, &first.code(now))
        .await;
    let code_wrong = AuthenticatorRefused::CodeWrong { tries_left: None };
    assert_eq!(refusal(old), code_wrong);
    let life_s = i64::from(world.irp.settings().otp.flow_life_s);
    world.advance_s(life_s - 1);
    assert!(
        world
            .irp
            .proposed_authenticator(&this)
            .await
            .unwrap()
            .is_some()
    );
    world.advance_s(1);
    assert_eq!(world.irp.proposed_authenticator(&this).await.unwrap(), None);
    let code = second.code(Totp::step(world.irp.now()));
    let late = world.irp.confirm_authenticator(&this, &code).await;
    assert_eq!(refusal(late), AuthenticatorRefused::NoProposal);
}

#[tokio::test]
async fn removing_asks_password_and_code() {
    let world = world().await;
    let app = set_up(&world).await;
    let this = &app.signed_in;
    let remove = |password: &'static str, code: String| {
        let irp = world.irp.clone();
        async move { irp.remove_authenticator(this, password, &code).await }
    };
    let code = app.code(&world);
    let refused = refusal(remove(WRONG_PASSWORD, code.clone()).await);
    assert!(matches!(
        refused,
        AuthenticatorRefused::PasswordWrong { .. }
    ));
    let refused = refusal(remove(PASSWORD, app.wrong(&world)).await);
    let tries_left = Some(4);
    assert_eq!(refused, AuthenticatorRefused::CodeWrong { tries_left });
    let before = texts(&world, 99).await.len();
    remove(PASSWORD, code.clone()).await.unwrap();
    assert_eq!(state(&world, this).await, AuthenticatorState::Off);
    let off = refusal(remove(PASSWORD, code).await);
    assert_eq!(off, AuthenticatorRefused::Off);
    let told = texts(&world, 99).await;
    assert_eq!(told.len(), before + 2);
    assert!(told[0].starts_with("Two-step login is off for User Id Malnad01"));
    logged_in(world.irp.log_in("malnad01", PASSWORD).await);
    // A new one has another secret, and the old recovery codes are void.
    let (_, secret) = propose(&world, this).await;
    assert_ne!(secret, app.secret);
    world.advance_s(30);
    let first = secret.code(Totp::step(world.irp.now()));
    world.irp.confirm_authenticator(this, &first).await.unwrap();
    let token = password(&world).await.token().to_owned();
    let old = by_code(&world, &token, &app.codes.0[0]).await;
    assert_eq!(old, Err(AuthenticatorLoginRefused::Wrong { tries_left: 4 }));
}

#[tokio::test]
async fn new_recovery_codes_void_the_old() {
    let world = world().await;
    let app = set_up(&world).await;
    let renew = |code: String| {
        let irp = world.irp.clone();
        let this = &app.signed_in;
        async move { irp.renew_recovery_codes(this, PASSWORD, &code).await }
    };
    let fresh = renew(app.codes.0[0].clone()).await.unwrap();
    assert!(fresh.0.iter().all(|code| !app.codes.0.contains(code)));
    let refused = refusal(renew(app.codes.0[1].clone()).await);
    let tries_left = Some(4);
    assert_eq!(refused, AuthenticatorRefused::CodeWrong { tries_left });
    let token = password(&world).await.token().to_owned();
    by_code(&world, &token, &fresh.0[9]).await.unwrap();
    // The same code cannot renew and log in.
    let code = app.code(&world);
    renew(code.clone()).await.unwrap();
    let token = password(&world).await.token().to_owned();
    let again = by_code(&world, &token, &code).await;
    assert!(matches!(
        again,
        Err(AuthenticatorLoginRefused::Wrong { .. })
    ));
}

#[tokio::test]
async fn the_registered_mobile_removes_it_and_says_so() {
    let world = world().await;
    let app = set_up(&world).await;
    let token = password(&world).await.token().to_owned();
    let (_, started) = world.irp.begin_recovery(SELLER).await.unwrap();
    let sent = world.irp.send_code(started).await.unwrap();
    let code = world.newest_code().await;
    let proved = world.irp.verify_code(sent, &code).await.unwrap();
    let found = world.irp.recovered_user(&proved).await.unwrap().unwrap();
    assert!(found.has_authenticator);
    let form = PasswordForm {
        password: NEW.to_owned(),
        confirm: NEW.to_owned(),
    };
    let replaced = world.irp.replace_password(proved, form).await.unwrap();
    assert!(replaced.authenticator_removed);
    let told = texts(&world, 4).await;
    let starts = |what: &str| told.iter().filter(|text| text.starts_with(what)).count();
    assert_eq!(starts("Two-step login is off for User Id Malnad01"), 2);
    assert_eq!(starts("New password for User Id Malnad01"), 2);
    let old = by_code(&world, &token, &app.code(&world)).await;
    assert_eq!(old, Err(AuthenticatorLoginRefused::Overtaken));
    logged_in(world.irp.log_in("malnad01", NEW).await);
}

#[tokio::test]
async fn the_api_asks_no_code_and_operators_see_that_there_is_one() {
    let world = world().await;
    let ready = world.account(SELLER, "Malnad01").await;
    let app = with_app(&world).await;
    let key = AppKey::random(&Randomness::system());
    world.authenticate(&ready, &key, false).await.unwrap();
    let which = WhichAccount::OfUserName("malnad01".to_owned());
    let overview = world.irp.account_overview(&which).await.unwrap().unwrap();
    assert!(overview.authenticator_since.is_some());
    assert!(!format!("{overview:?}").contains(&app.secret.to_base32()));
}
