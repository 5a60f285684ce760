//! Frozen accounts.

use gst::Gstin;
use seal::{AppKey, Randomness};
use service::account_care::{FrozenNow, SEEN_WITHIN_S, UnfrozenNow};
use service::{
    FreezeReason, FreezeRefused, LoginRefused, PasswordForm, ReadyAccount, UnfreezeRefused,
    WhichAccount,
};
use store::line::Channel;
use tokio::task::JoinSet;

use crate::world::{
    BUYER, PASSWORD, SELLER, World, actor, codes, headers, logged_in, refusal, taxpayer,
};

const WRONG: &str = "Wrong_42_kettle";

fn seller() -> WhichAccount {
    WhichAccount::OfGstin(Gstin::parse(SELLER).unwrap())
}

async fn freeze(world: &World) -> FrozenNow {
    let reason = FreezeReason::parse("stolen password").unwrap();
    world.irp.freeze_account(&seller(), reason).await.unwrap()
}

async fn unfreeze(world: &World) -> UnfrozenNow {
    let which = WhichAccount::OfUserName(" MALNAD01 ".to_owned());
    world.irp.unfreeze_account(&which).await.unwrap()
}

#[tokio::test]
async fn a_frozen_account_is_closed_everywhere_within_seconds_and_opens_again() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let app_key = AppKey::random(&Randomness::system());
    let login = logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
    let grant = world.authenticate(&account, &app_key, false).await.unwrap();
    let call = headers(&account, &grant.auth_token, SELLER);
    world.irp.api_caller(call).await.unwrap();

    let frozen = freeze(&world).await;
    assert_eq!((frozen.sessions_closed, frozen.tokens_voided), (1, 1));
    assert_eq!(
        (frozen.user_name.as_str(), frozen.gstin.as_str()),
        ("Malnad01", SELLER)
    );
    let session = world.irp.session(&login.session_token).await.unwrap();
    assert_eq!(session, None);
    // What a process remembers of a token it remembers for five seconds.
    world.advance_s(4);
    assert!(world.irp.api_caller(call).await.is_ok());
    world.advance_s(1);
    assert_eq!(codes(world.irp.api_caller(call).await), ["1005"]);
    let refused = refusal(world.irp.log_in("Malnad01", PASSWORD).await);
    assert!(
        matches!(refused, LoginRefused::Frozen { .. }),
        "{refused:?}"
    );
    let refused = world.authenticate(&account, &app_key, false).await;
    assert_eq!(codes(refused), ["3036"]);

    let unfrozen = unfreeze(&world).await;
    assert_eq!(unfrozen.was.reason, "stolen password");
    assert_eq!(world.irp.session(&login.session_token).await.unwrap(), None);
    assert_eq!(codes(world.irp.api_caller(call).await), ["1005"]);
    logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
    let grant = world.authenticate(&account, &app_key, false).await.unwrap();
    let call = headers(&account, &grant.auth_token, SELLER);
    world.irp.api_caller(call).await.unwrap();
}

#[tokio::test]
async fn only_who_knows_the_password_learns_of_it() {
    let world = World::new().await;
    let mut account = world.account(SELLER, "Malnad01").await;
    let open = world.account(BUYER, "Banash01").await;
    freeze(&world).await;
    let of_frozen = refusal(world.irp.log_in("Malnad01", WRONG).await);
    let of_open = refusal(world.irp.log_in("Banash01", WRONG).await);
    assert_eq!(of_frozen, of_open);
    assert!(matches!(of_frozen, LoginRefused::Wrong { .. }));
    let app_key = AppKey::random(&Randomness::system());
    WRONG.clone_into(&mut account.password);
    let refused = world.authenticate(&account, &app_key, false).await;
    assert_eq!(codes(refused), ["1008"]);
    // Three wrong ones in a row block a frozen account too, and then no password is right.
    refusal(world.irp.log_in("Malnad01", WRONG).await);
    let blocked = refusal(world.irp.log_in("Malnad01", PASSWORD).await);
    assert_eq!(blocked, of_open);
    logged_in(world.irp.log_in(&open.user_name, PASSWORD).await);
}

#[tokio::test]
async fn it_is_frozen_once_and_unfrozen_once() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    freeze(&world).await;
    let again = FreezeReason::parse("another reason").unwrap();
    let refused = refusal(world.irp.freeze_account(&seller(), again.clone()).await);
    let FreezeRefused::AlreadyFrozen(frozen) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(frozen.reason, "stolen password");
    unfreeze(&world).await;
    let refused = refusal(world.irp.unfreeze_account(&seller()).await);
    assert_eq!(refused, UnfreezeRefused::NotFrozen);
    let nobody = WhichAccount::OfUserName("Nobody01".to_owned());
    let refused = refusal(world.irp.unfreeze_account(&nobody).await);
    assert_eq!(refused, UnfreezeRefused::NoAccount);
    let refused = refusal(world.irp.freeze_account(&nobody, again).await);
    assert_eq!(refused, FreezeRefused::NoAccount);
}

/// Judging a password takes a while: meanwhile the account may be frozen.
#[tokio::test]
async fn logins_under_way_open_nothing() {
    let world = std::sync::Arc::new(World::new().await);
    let account = world.account(SELLER, "Malnad01").await;
    let (page, api) = (
        world.store.hold("open_session"),
        world.store.hold("issue_token"),
    );
    let (mut logins, mut calls) = (JoinSet::new(), JoinSet::new());
    let irp = world.irp.clone();
    logins.spawn(async move { irp.log_in("Malnad01", PASSWORD).await });
    calls.spawn({
        let (world, account) = (world.clone(), account.clone());
        let app_key = AppKey::random(&Randomness::system());
        async move { world.authenticate(&account, &app_key, false).await }
    });
    page.somebody_waits().await;
    api.somebody_waits().await;
    freeze(&world).await;
    page.let_one_through();
    api.let_one_through();
    let refused = refusal(logins.join_all().await.remove(0));
    assert!(
        matches!(refused, LoginRefused::Frozen { .. }),
        "{refused:?}"
    );
    assert_eq!(codes(calls.join_all().await.remove(0)), ["3036"]);
    let overview = world
        .irp
        .account_overview(&seller())
        .await
        .unwrap()
        .unwrap();
    assert_eq!((overview.usage.sessions, overview.usage.tokens), (0, 0));
    assert_eq!(overview.usage.latest_login_at, None);
}

#[tokio::test]
async fn a_forgotten_password_does_not_unfreeze_and_says_so() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    freeze(&world).await;
    let (_, started) = world.irp.begin_recovery(SELLER).await.unwrap();
    let sent = world.irp.send_code(started).await.unwrap();
    let code = world.newest_code().await;
    let proved = world.irp.verify_code(sent, &code).await.unwrap();
    let user = world.irp.recovered_user(&proved).await.unwrap().unwrap();
    assert!(user.frozen);
    let new = "Cardamom_77_lantern".to_owned();
    let form = PasswordForm {
        password: new.clone(),
        confirm: new.clone(),
    };
    let replaced = world.irp.replace_password(proved, form).await.unwrap();
    assert!(replaced.frozen);
    let refused = refusal(world.irp.log_in("Malnad01", &new).await);
    assert!(
        matches!(refused, LoginRefused::Frozen { .. }),
        "{refused:?}"
    );
    let wrong = refusal(world.irp.log_in("Malnad01", PASSWORD).await);
    assert!(matches!(wrong, LoginRefused::Wrong { .. }));
}

#[tokio::test]
async fn an_operator_sees_what_there_is_and_documents_stay() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let issued = world
        .issue(&actor(&account, Channel::Upload), "FR/1")
        .await
        .unwrap();
    logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
    let app_key = AppKey::random(&Randomness::system());
    world.authenticate(&account, &app_key, false).await.unwrap();
    world.registry.down(true);
    let show = async || {
        world
            .irp
            .account_overview(&seller())
            .await
            .unwrap()
            .unwrap()
    };
    let before = show().await;
    assert_eq!(before.account.user_name, "Malnad01");
    assert_eq!(before.account.frozen, None);
    assert_eq!(before.usage.latest_login_at, Some(world.irp.now()));
    assert_eq!((before.usage.sessions, before.usage.tokens), (1, 1));
    assert_eq!(before.clients.len(), 1);
    for counts in [before.today, before.month, before.documents] {
        assert_eq!((counts.registered, counts.cancelled), (1, 0));
    }
    let taxpayer = before.taxpayer.unwrap().taxpayer;
    assert_eq!(taxpayer.gstin.as_str(), SELLER);
    freeze(&world).await;
    let after = show().await;
    assert_eq!((after.usage.sessions, after.usage.tokens), (0, 0));
    assert_eq!(after.account.frozen.unwrap().reason, "stolen password");
    assert_eq!(after.documents.registered, 1);
    // Others verify what was issued before.
    let text = issued.signed_qr_code();
    let verification = world.irp.verify_text(text).await.unwrap();
    assert!(matches!(
        verification.live,
        Some(service::LiveStatus::Active { .. })
    ));
    let nobody = WhichAccount::OfUserName("Nobody01".to_owned());
    assert!(world.irp.account_overview(&nobody).await.unwrap().is_none());
}

/// The taxpayer's clients are the PAN's: another account of it goes on with them, by its own User
/// Id and password, and nobody else does. Taken back, they are nobody's.
#[tokio::test]
async fn the_clients_of_a_frozen_account_open_nothing_by_themselves() {
    const BRANCH: &str = "27AAACM0000A1ZM";
    let world = World::new().await;
    world.registry.put(taxpayer(BRANCH));
    let account = world.account(SELLER, "Malnad01").await;
    let branch = world.account(BRANCH, "MalnadMH").await;
    let stranger = world.account(BUYER, "Banash01").await;
    let app_key = AppKey::random(&Randomness::system());
    // Each with the client of the account that is going to be frozen.
    let with_client = |user: &ReadyAccount| ReadyAccount {
        client_id: account.client_id.clone(),
        client_secret: account.client_secret.clone(),
        ..user.clone()
    };
    let by_branch = with_client(&branch);
    let early = world
        .authenticate(&by_branch, &app_key, false)
        .await
        .unwrap();
    let call = headers(&by_branch, &early.auth_token, BRANCH);
    let of_frozen = world.authenticate(&account, &app_key, false).await.unwrap();
    freeze(&world).await;
    world.advance_s(i64::from(SEEN_WITHIN_S));

    // The branch's token lives on and is its own: nothing of the frozen account is reached by it.
    let caller = world.irp.api_caller(call).await.unwrap();
    assert_eq!(caller.actor.gstin.as_str(), BRANCH);
    let crossed = headers(&by_branch, &early.auth_token, SELLER);
    assert!(world.irp.api_caller(crossed).await.is_err());
    let crossed = headers(&by_branch, &of_frozen.auth_token, BRANCH);
    assert!(world.irp.api_caller(crossed).await.is_err());
    let again = world
        .authenticate(&by_branch, &app_key, false)
        .await
        .unwrap();
    assert_eq!(again.auth_token, early.auth_token);
    // Without the branch's password there is nothing, and for another PAN neither.
    let mut guessing = with_client(&branch);
    guessing.password = WRONG.to_owned();
    let refused = world.authenticate(&guessing, &app_key, false).await;
    assert_eq!(codes(refused), ["1008"]);
    let crossed = with_client(&stranger);
    assert!(world.authenticate(&crossed, &app_key, false).await.is_err());
    let refused = world.authenticate(&account, &app_key, false).await;
    assert_eq!(codes(refused), ["3036"]);

    let revoked = world.irp.revoke_clients_of(&seller()).await.unwrap();
    assert_eq!(revoked, Some(1));
    world.advance_s(i64::from(SEEN_WITHIN_S));
    assert_eq!(codes(world.irp.api_caller(call).await), ["1010"]);
    assert!(
        world
            .authenticate(&by_branch, &app_key, false)
            .await
            .is_err()
    );
    world.authenticate(&branch, &app_key, false).await.unwrap();
    let revoked = world.irp.revoke_clients_of(&seller()).await.unwrap();
    assert_eq!(revoked, Some(0));
    let nobody = WhichAccount::OfUserName("nobody".to_owned());
    assert_eq!(world.irp.revoke_clients_of(&nobody).await.unwrap(), None);
}
