//! Where a user is logged in.

use seal::token;
use service::SignedIn;

use crate::world::{BUYER, PASSWORD, SELLER, World, logged_in};

async fn enter(world: &World, user_name: &str) -> (String, SignedIn) {
    let login = logged_in(world.irp.log_in(user_name, PASSWORD).await);
    let session = world.irp.session(&login.session_token).await.unwrap();
    (login.session_token, session.unwrap())
}

async fn lives(world: &World, token: &str) -> bool {
    world.irp.session(token).await.unwrap().is_some()
}

#[tokio::test]
async fn one_session_is_ended_and_the_others_go_on() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let (first, _) = enter(&world, "Malnad01").await;
    world.advance_s(60);
    let (second, this) = enter(&world, "Malnad01").await;
    let listed = world.irp.own_sessions(&this).await.unwrap();
    assert_eq!(listed.len(), 2);
    assert_eq!((listed[0].is_this, listed[1].is_this), (true, false));
    assert!(listed[0].seen_at > listed[1].seen_at);
    // The names on the page open nothing and find nothing in the database.
    for (session, token) in listed.iter().zip([&second, &first]) {
        let digest = token::sha256(token);
        assert_eq!(session.id.len(), 16);
        assert!(!token.contains(&session.id));
        assert!(!hex::encode(digest).contains(&session.id));
    }
    assert_ne!(listed[0].id, listed[1].id);
    assert!(world.irp.end_session(&this, &listed[1].id).await.unwrap());
    assert!(!world.irp.end_session(&this, &listed[1].id).await.unwrap());
    assert!(!lives(&world, &first).await && lives(&world, &second).await);
}

#[tokio::test]
async fn nobody_ends_a_strangers_session() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    world.account(BUYER, "Banash01").await;
    let (theirs, them) = enter(&world, "Banash01").await;
    let (_, me) = enter(&world, "Malnad01").await;
    let id = world.irp.own_sessions(&them).await.unwrap().remove(0).id;
    assert!(!world.irp.end_session(&me, &id).await.unwrap());
    assert_eq!(world.irp.end_other_sessions(&me).await.unwrap(), 0);
    assert!(lives(&world, &theirs).await);
}

#[tokio::test]
async fn all_others_are_ended_and_lapsed_ones_are_not_listed() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let (lapsed, _) = enter(&world, "Malnad01").await;
    world.advance_s(899);
    let (other, _) = enter(&world, "Malnad01").await;
    let (mine, me) = enter(&world, "Malnad01").await;
    assert_eq!(world.irp.own_sessions(&me).await.unwrap().len(), 3);
    world.advance_s(1);
    assert_eq!(world.irp.own_sessions(&me).await.unwrap().len(), 2);
    assert_eq!(world.irp.end_other_sessions(&me).await.unwrap(), 2);
    assert!(!lives(&world, &other).await && !lives(&world, &lapsed).await);
    assert!(lives(&world, &mine).await);
}
