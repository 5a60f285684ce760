//! What one address may do, counted here and for all processes.

use std::net::IpAddr;

use jiff::SignedDuration;
use service::{Allowance, Irp, Limit};
use store::allowances::AllowanceKind;

use crate::flaky_store::Fails;
use crate::world::World;

fn home() -> IpAddr {
    "2001:db8:1:2::7".parse().unwrap()
}

fn logins(irp: &Irp) -> Limit {
    Limit::new(AllowanceKind::Logins, Allowance::new(2, 600), irp)
}

/// How often a request was refused for want of an allowance.
fn refusals(irp: &Irp) -> u64 {
    irp.counts().allowance_refusals.iter().sum()
}

#[tokio::test]
async fn two_processes_share_one_allowance() {
    let world = World::new().await;
    let other = world.another(&world.clock);
    let (one, two) = (logins(&world.irp), logins(&other));
    assert_eq!(one.take(home()).await, Ok(()));
    assert_eq!(two.take(home()).await, Ok(()));
    // Neither has counted two for itself.
    assert_eq!(one.take(home()).await, Err(301));
    assert_eq!(two.take(home()).await, Err(301));
    assert_eq!((refusals(&world.irp), refusals(&other)), (1, 1));
    world.clock.advance(SignedDuration::from_secs(300));
    assert_eq!(two.take("2001:db8:1:2::8".parse().unwrap()).await, Ok(()));
    assert_eq!(one.take(home()).await, Err(301));
    // After a restart it is the same.
    assert_eq!(logins(&world.irp).take(home()).await, Err(301));
}

/// The gates neither open nor close when the database is away: this process's own count is left.
#[tokio::test]
async fn without_the_database_each_process_counts_its_own() {
    let world = World::new().await;
    let limit = logins(&world.irp);
    world.store.fail(&[("take_allowance", Fails::Before)]);
    assert_eq!(limit.take(home()).await, Ok(()));
    assert_eq!(limit.take(home()).await, Ok(()));
    assert_eq!(limit.take(home()).await, Err(301));
    assert_eq!(world.irp.counts().allowance_failures, 2);
    world.store.fail(&[]);
    world.clock.advance(SignedDuration::from_secs(300));
    assert_eq!(limit.take(home()).await, Ok(()));
    assert_eq!(world.irp.counts().allowance_failures, 2);
}

/// A database that does not answer is waited for, but not for long.
#[tokio::test]
async fn a_database_that_hangs_makes_nobody_wait_for_long() {
    let world = World::new().await;
    let limit = logins(&world.irp);
    let _gate = world.store.hold("take_allowance");
    let began = tokio::time::Instant::now();
    assert_eq!(limit.take(home()).await, Ok(()));
    let took = began.elapsed();
    assert!((1..4).contains(&took.as_secs()), "{took:?}");
    assert_eq!(world.irp.counts().allowance_failures, 1);
}

#[tokio::test]
async fn networks_with_all_of_their_allowances_are_forgotten() {
    let world = World::new().await;
    let limit = Limit::new(AllowanceKind::LookUps, Allowance::new(1, 60), &world.irp);
    for n in 0..50 {
        assert_eq!(limit.take(IpAddr::from([192, 0, 2, n])).await, Ok(()));
    }
    assert_eq!(world.irp.forget_full_allowances().await.unwrap(), 0);
    world.clock.advance(SignedDuration::from_secs(121));
    assert_eq!(world.irp.forget_full_allowances().await.unwrap(), 50);
}
