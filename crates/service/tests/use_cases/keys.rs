//! Keys that change while the portal works.

use std::fs;

use jiff::SignedDuration;
use seal::{KeyFolder, KeyKind, NewPlace, Randomness};
use service::{Failure, Fault, SealedCredentials};
use store::invoices::Invoices as _;
use store::line::{Channel, Registered};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::api::app_key;
use crate::world::{SELLER, World, actor};

/// A key folder whose keys a portal uses.
struct Folder {
    directory: TempDir,
    folder: KeyFolder,
}

impl Folder {
    fn of(world: &World) -> Self {
        // Keys change at whole seconds.
        world.clock.advance(SignedDuration::from_millis(750));
        let directory = tempfile::tempdir().unwrap();
        let folder = KeyFolder::new(directory.path());
        let keys = folder.load_or_create("Test", world.clock.now(), &Randomness::system());
        world.irp.use_keys(keys.unwrap());
        Self { directory, folder }
    }

    /// Puts a new key to use in so many seconds, and tells the portal.
    fn rotate(&self, world: &World, kind: KeyKind, in_s: i64, overlap_s: i64) -> String {
        let now = world.clock.now();
        let second = |seconds| now + SignedDuration::from_secs(seconds);
        let random = Randomness::system();
        let id = self
            .folder
            .add(kind, &NewPlace::File, "Test", now, &random)
            .unwrap();
        let (at, until) = (second(in_s), second(in_s + overlap_s));
        self.folder.rotate(kind, &id, at, until, now).unwrap();
        world.irp.use_keys(self.folder.reload().unwrap().unwrap());
        id
    }
}

fn both_hold(world: &World, registered: &Registered) -> bool {
    let ring = world.irp.keyring();
    [registered.signed_invoice(), registered.signed_qr_code()]
        .iter()
        .all(|token| {
            ring.verify(token)
                .is_ok_and(|verified| verified.key_id.as_deref() == Some(registered.key_id()))
        })
}

#[tokio::test]
async fn documents_before_and_after_a_rotation_hold_for_ever() {
    let world = World::new().await;
    let folder = Folder::of(&world);
    let actor = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let before = world.issue(&actor, "A1").await.unwrap();
    let second = folder.rotate(&world, KeyKind::Signing, 60, 0);
    let announced = world.issue(&actor, "A2").await.unwrap();
    assert_eq!(announced.key_id(), before.key_id(), "its time has not come");
    world.advance_s(60);
    let after = world.issue(&actor, "A3").await.unwrap();
    assert_eq!(after.key_id(), second);

    // The old private key is destroyed, as it should be.
    let private = format!("signing/{}.key.pem", before.key_id());
    fs::remove_file(folder.directory.path().join(private)).unwrap();
    world.irp.use_keys(folder.folder.load().unwrap());
    for registered in [&before, &announced, &after] {
        assert!(both_hold(&world, registered));
        let again = world
            .store
            .by_irn(&registered.irn())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(again.signed_invoice(), registered.signed_invoice());
    }
    assert_eq!(world.irp.jwks()["keys"].as_array().unwrap().len(), 2);
    assert!(world.irp.jwks()["keys"][0]["exp"].is_number());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_signature_is_bad_while_keys_change() {
    let world = World::new().await;
    let folder = Folder::of(&world);
    let actor = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let mut issuing = JoinSet::new();
    for number in 0..60 {
        let (irp, actor) = (world.irp.clone(), actor.clone());
        issuing.spawn(async move {
            let json = crate::world::invoice(&format!("R{number}"));
            irp.issue(&actor, json.as_bytes()).await.unwrap()
        });
        if number % 20 == 10 {
            folder.rotate(&world, KeyKind::Signing, 1, 0);
            world.advance_s(1);
        }
        tokio::task::yield_now().await;
    }
    let registered = issuing.join_all().await;
    assert_eq!(registered.len(), 60);
    assert!(
        registered
            .iter()
            .all(|one| both_hold(&world, &one.registered))
    );
    let keys: std::collections::BTreeSet<_> = registered
        .iter()
        .map(|one| one.registered.key_id())
        .collect();
    assert!(keys.len() >= 2, "{keys:?}");
}

#[tokio::test]
async fn without_a_signing_key_nothing_is_issued_and_later_again() {
    let world = World::new().await;
    let folder = Folder::of(&world);
    let actor = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let lists = folder.directory.path().join("signing/keys.json");
    let good = fs::read_to_string(&lists).unwrap();
    // Somebody retired the only key by hand; the command would have refused.
    let retired = good.replace(
        "\"retired_at\": null",
        "\"retired_at\": \"2026-06-10T04:00:00Z\"",
    );
    fs::write(&lists, retired).unwrap();
    world.irp.use_keys(folder.folder.load().unwrap());
    match world.issue(&actor, "A1").await {
        Err(Fault::Unavailable(unavailable)) => assert_eq!(unavailable.what, "signing key"),
        other => panic!("{other:?}"),
    }
    fs::write(&lists, good).unwrap();
    world.irp.use_keys(folder.folder.load().unwrap());
    assert!(world.issue(&actor, "A1").await.is_ok());
}

#[tokio::test]
async fn clients_that_seal_under_the_old_login_key_come_in_until_its_end() {
    let world = World::new().await;
    let folder = Folder::of(&world);
    let account = world.account(SELLER, "Malnad01").await;
    let old = world.irp.login_public_key_pem();
    folder.rotate(&world, KeyKind::Login, 10, 100);
    let login = async |pem: &str| {
        let credentials = seal::Credentials {
            user_name: account.user_name.clone(),
            password: account.password.clone(),
            app_key: app_key(),
            force_refresh: false,
        };
        let key = seal::LoginPublicKey::from_pem(pem).unwrap();
        let data = key.seal(credentials.to_plaintext().as_bytes()).unwrap();
        let call = service::AuthCall {
            client_id: Some(&account.client_id),
            client_secret: Some(&account.client_secret),
            gstin: Some(SELLER),
            credentials: SealedCredentials::Whole(&data),
        };
        world.irp.api_authenticate(call).await.is_ok()
    };
    assert_eq!(world.irp.login_public_key_pem(), old);
    world.advance_s(10);
    let new = world.irp.login_public_key_pem();
    assert_ne!(new, old);
    assert!(login(&old).await && login(&new).await);
    world.advance_s(99);
    assert!(login(&old).await);
    world.advance_s(1);
    assert!(!login(&old).await && login(&new).await);
}

#[tokio::test]
async fn what_was_stored_under_an_old_data_key_is_still_read() {
    let world = World::new().await;
    let folder = Folder::of(&world);
    let account = world.account(SELLER, "Malnad01").await;
    let first = world
        .authenticate(&account, &app_key(), false)
        .await
        .unwrap();
    folder.rotate(&world, KeyKind::Data, 1, 0);
    world.advance_s(1);
    // The token is told again: its session key was stored under the old key.
    let again = world
        .authenticate(&account, &app_key(), false)
        .await
        .unwrap();
    assert_eq!(first.auth_token, again.auth_token);
    // The contact of the taxpayer too.
    let (_, started) = world.irp.begin_recovery(SELLER).await.unwrap();
    match world.irp.send_code(started).await {
        Ok(_) => assert_eq!(world.newest_code().await.len(), 6),
        Err(Failure::Refused(refused)) => panic!("{refused:?}"),
        Err(Failure::Trouble(trouble)) => panic!("{trouble:?}"),
    }
}
