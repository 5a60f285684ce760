//! The password check under a flood.

use tokio::task::JoinSet;

use crate::world::{PASSWORD, SELLER, World};

/// However many guesses are sent at a time, hardly more of them are judged than are counted.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_guesses_do_not_outrun_the_block() {
    let world = World::with(|settings| settings.credentials.argon2_permits = 2).await;
    world.account(SELLER, "Malnad01").await;
    let mut guesses = JoinSet::new();
    for guess in 0..30 {
        let irp = world.irp.clone();
        guesses.spawn(async move {
            let password = format!("Wrong_{guess}_kettle");
            irp.log_in("Malnad01", &password).await.is_ok()
        });
    }
    let right = guesses.join_all().await;
    assert!(right.iter().all(|right| !right));
    assert!(
        world.irp.log_in("Malnad01", PASSWORD).await.is_err(),
        "blocked"
    );
    world.advance_s(300);
    assert!(world.irp.log_in("Malnad01", PASSWORD).await.is_ok());
}
