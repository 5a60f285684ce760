//! The primary of three replicated servers dies ten times under two portals at work.

use std::time::Duration;

use seal::Randomness;
use tokio::time::{Instant, sleep};

use super::servers::{Fault, Servers};
use super::{audit_is_whole, serve, target};
use crate::ledger::{Counts, Ledger, ROWS, accounts};
use crate::support::portal::Installation;

/// What dies, in this order.
const FAULTS: [Fault; 12] = [
    Fault::Primary,
    Fault::Primary,
    Fault::Primary,
    Fault::Patroni,
    Fault::Primary,
    Fault::Primary,
    Fault::Primary,
    Fault::Proxy,
    Fault::Primary,
    Fault::Primary,
    Fault::Primary,
    Fault::Primary,
];
/// Suppliers, callers of each, and how long a caller rests after an answer.
const SUPPLIERS: usize = 3;
const CALLERS_EACH: usize = 3;
const REST: Duration = Duration::from_millis(50);
/// How long everything works before a fault, at least and at most.
const LOAD_MS: (u32, u32) = (3_000, 8_000);
/// How long after a fault registering may take to go on.
const RESUMES_WITHIN: Duration = Duration::from_secs(15);

/// A fault, and what it looked like from outside.
struct Strike {
    fault: Fault,
    at: Instant,
    primary: String,
    successor: String,
    /// How the calls had ended when it happened.
    before: Counts,
}

#[ignore = "takes ten minutes; `cargo xtask soak replicated` runs it"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_primary_dies_ten_times() {
    let mut servers = Servers::start(&target().join("soak")).await;
    servers.sql("postgres", "CREATE DATABASE mohar");
    let installation = Installation::on(Some(servers.url("mohar")), "");
    let accounts = accounts(&installation, SUPPLIERS).await;
    let (one, other) = (serve(&installation), serve(&installation));
    let ledger = Ledger::default();
    let load = ledger.load(&[&one, &other], &accounts, CALLERS_EACH, REST);

    let mut strikes = Vec::new();
    for fault in FAULTS {
        let primary = servers.whole().await;
        let (least, most) = LOAD_MS;
        let lasts = least + Randomness::system().below(most - least);
        sleep(Duration::from_millis(lasts.into())).await;
        let (at, before) = (Instant::now(), ledger.counts());
        servers.strike(fault, &primary).await;
        // A look at once would still find the dead.
        sleep(Duration::from_secs(5)).await;
        let successor = servers.whole().await;
        eprintln!(
            "{fault:?}: {primary}, then {successor}, {:?}",
            ledger.counts()
        );
        strikes.push(Strike {
            fault,
            at,
            primary,
            successor,
            before,
        });
    }
    sleep(Duration::from_millis(LOAD_MS.1.into())).await;
    let end = Instant::now();
    load.end().await;
    let pauses = table(&strikes, end, &ledger);

    ledger.check_through(&other, &accounts).await;
    let stored = ledger.check_rows(&servers.sql("mohar", ROWS));
    let counts = ledger.counts();
    assert_eq!(stored, counts.registered + counts.known_already);
    println!("\n{stored} documents in the register, all of them answered: {counts:?}");
    for pause in pauses {
        assert!(pause < RESUMES_WITHIN, "{pause:?}");
    }
    audit_is_whole(&installation);
}

/// Prints what happened; returns the longest pause after each fault.
fn table(strikes: &[Strike], end: Instant, ledger: &Ledger) -> Vec<Duration> {
    println!(
        "\n| # | killed | primary before → after | longest pause, s | 503 | no answer | 2150 |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut pauses = Vec::new();
    for (index, strike) in strikes.iter().enumerate() {
        let next = strikes.get(index + 1);
        let until = next.map_or(end, |next| next.at);
        let pause = ledger.longest_pause(strike.at, until);
        let after = next.map_or(ledger.counts(), |next| next.before);
        let before = strike.before;
        println!(
            "| {} | {} | {} → {} | {:.1} | {} | {} | {} |",
            index + 1,
            words(strike.fault),
            strike.primary,
            strike.successor,
            pause.as_secs_f64(),
            after.refused - before.refused,
            after.unanswered - before.unanswered,
            after.known_already - before.known_already
        );
        pauses.push(pause);
    }
    pauses
}

fn words(fault: Fault) -> &'static str {
    match fault {
        Fault::Primary => "primary's postmaster",
        Fault::Patroni => "Patroni beside the primary",
        Fault::Proxy => "HAProxy",
    }
}
