//! Logging in to the API, tokens, clients.

use seal::{AppKey, Credentials, Randomness, SessionKey};
use service::{AuthCall, AuthGrant, CallHeaders, ReadyAccount, SealedCredentials};
use store::line::Channel;

use crate::world::{BUYER, PASSWORD, SELLER, World, actor, codes, headers, refusal, taxpayer};

pub(crate) fn app_key() -> AppKey {
    AppKey::random(&Randomness::system())
}

async fn grant(world: &World, account: &ReadyAccount) -> AuthGrant {
    world
        .authenticate(account, &app_key(), false)
        .await
        .unwrap()
}

async fn accepted(world: &World, account: &ReadyAccount, token: &str) -> bool {
    let headers = headers(account, token, SELLER);
    match world.irp.api_caller(headers).await {
        Ok(_) => true,
        refused => {
            assert_eq!(codes(refused), ["1005"]);
            false
        }
    }
}

#[tokio::test]
async fn parallel_logins_share_a_token_and_its_key() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let (one_key, other_key) = (app_key(), app_key());
    let (one, other) = tokio::join!(
        world.authenticate(&account, &one_key, false),
        world.authenticate(&account, &other_key, false),
    );
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.auth_token.len(), 25);
    assert_eq!(one.auth_token, other.auth_token);
    assert_eq!(one.expires_at, other.expires_at);
    assert_ne!(one.sek, other.sek);
    let one = SessionKey::unwrap(&one.sek, &one_key).unwrap();
    assert!(one == SessionKey::unwrap(&other.sek, &other_key).unwrap());
    let headers = headers(&account, &other.auth_token, SELLER);
    let caller = world.irp.api_caller(headers).await.unwrap();
    assert!(caller.session_key == one);
    assert_eq!(caller.actor.channel, Channel::Api);
    assert_eq!(
        caller.actor.client_id.as_deref(),
        Some(account.client_id.as_str())
    );
}

#[tokio::test]
async fn a_token_is_kept_until_it_ends_and_renewed_by_force_only_in_its_last_ten_minutes() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let first = grant(&world, &account).await;
    let force = async || {
        world
            .authenticate(&account, &app_key(), true)
            .await
            .unwrap()
    };
    world.advance_s(3_600 - 601);
    assert_eq!(force().await.auth_token, first.auth_token, "too early");
    world.advance_s(1);
    assert_eq!(
        grant(&world, &account).await.auth_token,
        first.auth_token,
        "not asked for"
    );
    let second = force().await;
    assert_ne!(second.auth_token, first.auth_token);
    assert!(
        accepted(&world, &account, &first.auth_token).await,
        "lives on beside the new one"
    );
    world.advance_s(3_600);
    let third = grant(&world, &account).await;
    assert_ne!(third.auth_token, second.auth_token);
}

#[tokio::test]
async fn a_token_is_accepted_for_a_minute_after_its_end() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let token = grant(&world, &account).await.auth_token;
    world.advance_s(3_600 + 59);
    assert!(accepted(&world, &account, &token).await);
    world.advance_s(1);
    assert!(!accepted(&world, &account, &token).await);
}

#[tokio::test]
async fn all_missing_headers_are_told_at_once() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let outcome = world.irp.api_caller(CallHeaders::default()).await;
    assert_eq!(codes(outcome), ["1011", "1012", "1004", "1006", "1005"]);
    let credentials = Credentials {
        user_name: account.user_name,
        password: account.password,
        app_key: app_key(),
        force_refresh: false,
    };
    let sealed = world.sealed(&credentials);
    let call = AuthCall {
        client_id: None,
        client_secret: None,
        gstin: None,
        credentials: SealedCredentials::Whole(&sealed),
    };
    assert_eq!(
        codes(world.irp.api_authenticate(call).await),
        ["1011", "1012", "1004"]
    );
}

#[tokio::test]
async fn wrong_clients_users_and_gstins_have_their_codes() {
    let world = World::new().await;
    world.registry.put(taxpayer("27AAACM0000A1ZM"));
    let account = world.account(SELLER, "Malnad01").await;
    let stranger = world.account(BUYER, "Banash01").await;
    let code_of = async |change: &dyn Fn(&mut ReadyAccount)| {
        let mut changed = account.clone();
        change(&mut changed);
        codes(world.authenticate(&changed, &app_key(), false).await)
    };
    assert_eq!(
        code_of(&|a| a.client_id = "nobody".to_owned()).await,
        ["1010"]
    );
    assert_eq!(
        code_of(&|a| a.client_secret = "wrong".to_owned()).await,
        ["1010"]
    );
    assert_eq!(
        code_of(&|a| a.user_name = "Nobody01".to_owned()).await,
        ["1008"]
    );
    assert_eq!(
        code_of(&|a| a.password = "wrong".to_owned()).await,
        ["1008"]
    );
    assert_eq!(code_of(&|a| a.gstin = stranger.gstin).await, ["1015"]);
    let of_another_pan = |a: &mut ReadyAccount| {
        a.client_id.clone_from(&stranger.client_id);
        a.client_secret.clone_from(&stranger.client_secret);
    };
    assert_eq!(code_of(&of_another_pan).await, ["1008"]);
    // A client serves all registrations of its PAN.
    let mut branch = world.account("27AAACM0000A1ZM", "MalnadMH").await;
    branch.client_id.clone_from(&account.client_id);
    branch.client_secret.clone_from(&account.client_secret);
    assert!(world.authenticate(&branch, &app_key(), false).await.is_ok());
}

#[tokio::test]
async fn a_token_belongs_to_its_client_user_and_gstin() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let stranger = world.account(BUYER, "Banash01").await;
    let token = grant(&world, &account).await.auth_token;
    let right = headers(&account, &token, SELLER);
    let code_of = async |headers| codes(world.irp.api_caller(headers).await);
    assert!(world.irp.api_caller(right).await.is_ok());
    let lower = CallHeaders {
        user_name: Some("malnad01"),
        ..right
    };
    assert!(world.irp.api_caller(lower).await.is_ok());
    assert_eq!(
        code_of(CallHeaders {
            gstin: Some(BUYER),
            ..right
        })
        .await,
        ["1015"]
    );
    assert_eq!(
        code_of(CallHeaders {
            gstin: Some("x"),
            ..right
        })
        .await,
        ["1015"]
    );
    assert_eq!(
        code_of(CallHeaders {
            user_name: Some("Banash01"),
            ..right
        })
        .await,
        ["1005"]
    );
    assert_eq!(
        code_of(CallHeaders {
            auth_token: Some("x"),
            ..right
        })
        .await,
        ["1005"]
    );
    assert_eq!(
        code_of(CallHeaders {
            client_secret: Some("x"),
            ..right
        })
        .await,
        ["1010"]
    );
    let other_client = CallHeaders {
        client_id: Some(&stranger.client_id),
        client_secret: Some(&stranger.client_secret),
        ..right
    };
    assert_eq!(code_of(other_client).await, ["1005"]);
}

#[tokio::test]
async fn what_cannot_be_opened_is_1020_and_counts_for_nobody() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    for data in ["", "AAAA", &"A".repeat(344)] {
        let call = AuthCall {
            client_id: Some(&account.client_id),
            client_secret: Some(&account.client_secret),
            gstin: Some(SELLER),
            credentials: SealedCredentials::Whole(data),
        };
        assert_eq!(codes(world.irp.api_authenticate(call).await), ["1020"]);
    }
    assert!(
        world
            .authenticate(&account, &app_key(), false)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn who_has_no_client_secret_learns_nothing_of_a_seal() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let credentials = Credentials {
        user_name: account.user_name.clone(),
        password: account.password.clone(),
        app_key: app_key(),
        force_refresh: false,
    };
    let good = world.sealed(&credentials);
    let parts = |seal| SealedCredentials::Parts {
        user_name: &account.user_name,
        password: seal,
        app_key: seal,
        force_refresh: false,
    };
    for credentials in [
        SealedCredentials::Whole(&good),
        SealedCredentials::Whole("AAAA"),
        parts(&good),
        parts("AAAA"),
    ] {
        let call = AuthCall {
            client_id: Some(&account.client_id),
            client_secret: Some("wrong"),
            gstin: Some(SELLER),
            credentials,
        };
        assert_eq!(codes(world.irp.api_authenticate(call).await), ["1010"]);
    }
}

#[tokio::test]
async fn the_eway_bill_systems_calls_need_no_user_name_but_no_wrong_one() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let token = grant(&world, &account).await.auth_token;
    let named = headers(&account, &token, SELLER);
    let call = |user_name| {
        let headers = CallHeaders { user_name, ..named };
        world.irp.eway_bill_caller(headers)
    };
    assert_eq!(call(None).await.unwrap().actor.user_name, "Malnad01");
    assert!(call(Some(" malnad01 ")).await.is_ok());
    assert_eq!(codes(call(Some("Somebody")).await), ["1005"]);
    let none = world.irp.eway_bill_caller(CallHeaders::default()).await;
    assert_eq!(codes(none), ["1011", "1012", "1004", "1005"]);
}

#[tokio::test]
async fn wrong_passwords_of_the_api_and_of_the_pages_count_together() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let mut wrong = account.clone();
    wrong.password = "Wrong_42_kettle".to_owned();
    for _ in 0..2 {
        assert_eq!(
            codes(world.authenticate(&wrong, &app_key(), false).await),
            ["1008"]
        );
    }
    refusal(world.irp.log_in("Malnad01", "wrong").await);
    assert_eq!(
        codes(world.authenticate(&account, &app_key(), false).await),
        ["1008"]
    );
    world.advance_s(300);
    assert!(world.irp.log_in("Malnad01", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_revoked_client_is_out_here_at_once_and_elsewhere_within_seconds() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let token = grant(&world, &account).await.auth_token;
    let here = actor(&account, Channel::Upload);
    let calls = headers(&account, &token, SELLER);
    // Another process has just seen the client.
    let other = world.another(&world.clock);
    assert_eq!(
        codes(
            other
                .api_caller(CallHeaders {
                    auth_token: Some("x"),
                    ..calls
                })
                .await
        ),
        ["1005"]
    );
    assert!(
        world
            .irp
            .revoke_api_client(&here, &account.client_id)
            .await
            .unwrap()
    );
    assert_eq!(codes(world.irp.api_caller(calls).await), ["1010"]);
    world.advance_s(5);
    assert_eq!(codes(other.api_caller(calls).await), ["1010"]);
    assert!(
        !world
            .irp
            .revoke_api_client(&here, "nobody's")
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn a_gstin_has_ten_clients_at_a_time() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let owner = actor(&account, Channel::Upload);
    for _ in 0..9 {
        world.irp.create_api_client(&owner).await.unwrap();
    }
    let refused = refusal(world.irp.create_api_client(&owner).await);
    assert_eq!(refused.max, 10);
    world
        .irp
        .revoke_api_client(&owner, &account.client_id)
        .await
        .unwrap();
    let new = world.irp.create_api_client(&owner).await.unwrap();
    assert!(!format!("{new:?}").contains(&new.client_secret));
    let clients = world.irp.api_clients(&owner).await.unwrap();
    assert_eq!(clients.len(), 11);
    assert_eq!(
        clients
            .iter()
            .filter(|client| client.revoked_at.is_some())
            .count(),
        1
    );
}
