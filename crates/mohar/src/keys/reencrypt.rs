//! `mohar keys reencrypt`: everything that is stored under an older data key is sealed anew; and
//! what a key still seals, before it is retired.

use std::collections::BTreeMap;
use std::sync::Arc;

use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use jiff::SignedDuration;
use seal::{Keys, Randomness};
use service::{Clock, Reencrypted, reencrypt};
use store::Store;
use store::sealed::SealedColumn;

use crate::Failure;
use crate::audit::AuditSlot;
use crate::chain;
use crate::config::Config;
use crate::installation;
use crate::terminal::say;

/// How long after its beginning a key is in use everywhere: portals look every five seconds.
const TAKEN_UP: SignedDuration = SignedDuration::from_secs(10);

/// Rounds until nothing is found any more. What is written between the page that was read and the
/// taking up of a key is met in the next.
const ROUNDS_MAX: u32 = 5;

/// Seals everything anew. `false` when something is left under an older key.
pub(super) fn run(config: &Config, keys: Keys, audit: &AuditSlot) -> Result<bool, Failure> {
    let keys = Arc::new(keys);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let store = installation::store(config).await?;
        wait_until_taken_up(config).await?;
        for column in SealedColumn::ALL {
            let done = column_anew(&store, column, &keys).await?;
            let Reencrypted {
                seen,
                replaced,
                unreadable,
                ..
            } = done;
            let name = column.name();
            chain::note(audit, &config.audit.folder, keys.clone(), || {
                tracing::info!(
                    target: "audit", column = name, seen, replaced, unreadable, "data sealed anew"
                );
            })
            .await?;
            say(&format!(
                "{name}: {} seen, {} sealed anew, {} that no key opens",
                HumanCount(seen),
                HumanCount(replaced),
                HumanCount(unreadable)
            ))?;
        }
        told_what_is_left(&store, &keys).await
    })
}

/// A portal that has not read the list again yet would go on sealing under the key before.
async fn wait_until_taken_up(config: &Config) -> Result<(), Failure> {
    let now = Clock::system().now();
    let listed = seal::KeyFolder::new(&config.keys_folder).list(now)?;
    let begun = listed
        .iter()
        .filter(|key| key.in_use && key.kind == seal::KeyKind::Data)
        .filter_map(|key| key.window.not_before)
        .max();
    let wait = begun.map_or(SignedDuration::ZERO, |begun| {
        TAKEN_UP - now.duration_since(begun)
    });
    if wait > SignedDuration::ZERO {
        say(&format!(
            "waiting {} s until every portal has taken up the new key",
            wait.as_secs() + 1
        ))?;
        tokio::time::sleep(wait.unsigned_abs()).await;
    }
    Ok(())
}

async fn column_anew(
    store: &Arc<dyn Store>,
    column: SealedColumn,
    keys: &Keys,
) -> Result<Reencrypted, Failure> {
    let (randomness, clock) = (Randomness::system(), Clock::system());
    let bar = bar();
    bar.set_message(column.name());
    let mut all = Reencrypted::default();
    for _ in 0..ROUNDS_MAX {
        let now = || clock.now();
        let told = |done: Reencrypted| bar.set_position(done.seen);
        let data = &keys.data;
        let round = reencrypt(store.as_ref(), column, data, &randomness, now, told).await?;
        all = Reencrypted {
            replaced: all.replaced + round.replaced,
            ..round
        };
        if round.replaced + round.changed_meanwhile == 0 {
            break;
        }
    }
    bar.finish_and_clear();
    Ok(all)
}

/// Shown on a terminal only.
fn bar() -> ProgressBar {
    let bar = ProgressBar::no_length();
    let style = ProgressStyle::with_template("{spinner} {human_pos} values, {elapsed}, {msg}");
    bar.set_style(style.expect("the template is right"));
    bar
}

/// Values by the number of their key.
async fn under_keys(store: &Arc<dyn Store>) -> Result<BTreeMap<u8, u64>, Failure> {
    let mut under = BTreeMap::new();
    for column in SealedColumn::ALL {
        for count in store.count_sealed(column).await? {
            *under.entry(count.key).or_default() += count.values;
        }
    }
    Ok(under)
}

async fn told_what_is_left(store: &Arc<dyn Store>, keys: &Keys) -> Result<bool, Failure> {
    let current = keys.data.current(Clock::system().now());
    let mut under = under_keys(store).await?;
    under.remove(&current);
    if under.is_empty() {
        say(&format!(
            "Nothing is left under an older data key than {current}. Backups from before still \
             need theirs."
        ))?;
    }
    for (key, values) in &under {
        say(&format!(
            "{} values are left under data key {key}: no key opens them, or a portal that has not \
             taken up the new key wrote them; run this again, and look at its log",
            HumanCount(*values)
        ))?;
    }
    Ok(under.is_empty())
}

/// Refuses a data key under which something is stored.
pub(super) fn refuse_needed(config: Option<&Config>, id: &str) -> Result<(), Failure> {
    let Some(config) = config else {
        return Err(Failure(
            "only the database tells what a data key still seals: give --config, not --keys"
                .to_owned(),
        ));
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let under = runtime.block_on(async {
        let store = installation::store(config).await?;
        under_keys(&store).await
    })?;
    let values = id.parse::<u8>().ok().and_then(|number| under.get(&number));
    match values {
        None => Ok(()),
        Some(values) => Err(Failure(format!(
            "{} stored values are sealed under data key {id}; run `mohar keys --config FILE \
             reencrypt` first",
            HumanCount(*values)
        ))),
    }
}
