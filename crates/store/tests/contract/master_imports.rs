//! Imports of the whole GST master.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use gst::Gstin;
use store::Store;
use store::master_imports::{
    Activation, ImportStart, ImportedTaxpayer, LoadOutcome, MasterImport, NewImport, in_force,
};
use store::proofs::Purpose;
use store::taxpayers::{EnableOutcome, RecordSource};

use super::Engine;
use super::sample::{at, digest, prove, supplier};
use super::taxpayers::{enablement, record};

/// An import of the n-th file, of a master of that second.
fn wish(n: u8, as_of: i64) -> NewImport {
    NewImport {
        source_digest: digest(n),
        as_of: at(as_of),
        now: at(1_000),
        give_up_unfinished: false,
    }
}

fn row(n: u16, legal_name: &str) -> ImportedTaxpayer {
    let record = record(supplier(n), legal_name, 0);
    ImportedTaxpayer::new(record.taxpayer, record.contact_sealed).unwrap()
}

/// Suppliers in ascending order: check digits do not disturb it.
fn rows(count: u16, legal_name: &str) -> Vec<ImportedTaxpayer> {
    (0..count).map(|n| row(n, legal_name)).collect()
}

async fn begun(store: &Arc<dyn Store>, n: u8, as_of: i64) -> u64 {
    match store.begin_import(wish(n, as_of)).await.unwrap() {
        ImportStart::Begun(import) => import.generation,
        other => panic!("{other:?}"),
    }
}

async fn load(store: &Arc<dyn Store>, generation: u64, rows: Vec<ImportedTaxpayer>) {
    let loaded = store.load_taxpayers(generation, rows).await.unwrap();
    assert_eq!(loaded, LoadOutcome::Loaded);
}

async fn activated(store: &Arc<dyn Store>, generation: u64, rows: u64) -> MasterImport {
    match store
        .activate_import(generation, rows, at(2_000))
        .await
        .unwrap()
    {
        Activation::Activated(import) => import,
        other => panic!("{other:?}"),
    }
}

/// Brings so many rows into force.
async fn import(store: &Arc<dyn Store>, n: u8, as_of: i64, count: u16, name: &str) -> u64 {
    let generation = begun(store, n, as_of).await;
    load(store, generation, rows(count, name)).await;
    activated(store, generation, count.into()).await;
    generation
}

async fn name_of(store: &Arc<dyn Store>, gstin: &Gstin) -> Option<String> {
    let found = store.taxpayer(gstin).await.unwrap();
    found.map(|record| record.taxpayer.legal_name)
}

pub(crate) async fn an_import_comes_into_force_whole_and_at_one_moment(engine: &dyn Engine) {
    const COUNT: u16 = 300;
    let store = engine.open().await;
    import(&store, 1, 10, COUNT, "old").await;
    let found = store.taxpayer(&supplier(7)).await.unwrap().unwrap();
    let mut expected = record(supplier(7), "old", 10);
    expected.source = RecordSource::Imported;
    assert_eq!(found, expected);

    // A reader who has seen a new name once never sees an old one again, whoever is asked for.
    let over = Arc::new(AtomicBool::new(false));
    let mut readers = tokio::task::JoinSet::new();
    for reader in 0..4 {
        let (store, over) = (engine.open().await, Arc::clone(&over));
        readers.spawn(async move {
            let (mut new, mut seen, mut n) = (false, 0_u32, reader);
            while !(over.load(Ordering::Relaxed) && new) {
                let name = name_of(&store, &supplier(n % COUNT)).await;
                match name.as_deref() {
                    Some("old") => assert!(!new, "old after new"),
                    Some("new") => new = true,
                    other => panic!("{other:?}"),
                }
                (seen, n) = (seen + 1, (n + 7) % COUNT);
            }
            seen
        });
    }
    let other = engine.open().await;
    let generation = begun(&other, 2, 20).await;
    for part in rows(COUNT, "new").chunks(50) {
        load(&other, generation, part.to_vec()).await;
    }
    let before = name_of(&other, &supplier(0)).await;
    assert_eq!(before.as_deref(), Some("old"), "loaded is not in force");
    let import = activated(&other, generation, COUNT.into()).await;
    assert!(
        import.active_at > Some(at(2_000)),
        "later than the one before"
    );
    over.store(true, Ordering::Relaxed);
    while let Some(seen) = readers.join_next().await {
        assert!(seen.unwrap() > 0);
    }
    let force = in_force(&store.imports().await.unwrap()).unwrap();
    assert_eq!(force, import);
}

pub(crate) async fn an_import_that_was_interrupted_goes_on(engine: &dyn Engine) {
    let store = engine.open().await;
    let generation = begun(&store, 1, 10).await;
    let start = store.begin_import(wish(1, 10)).await.unwrap();
    assert!(matches!(start, ImportStart::Resumed(_, None)), "{start:?}");
    let all = rows(5, "name");
    load(&store, generation, all[..3].to_vec()).await;
    drop(store);

    let store = engine.open().await;
    let ImportStart::Resumed(import, Some(last)) = store.begin_import(wish(1, 10)).await.unwrap()
    else {
        panic!("it goes on");
    };
    assert_eq!((import.generation, import.rows), (generation, 3));
    assert_eq!(last, all[2].gstin());
    load(&store, generation, all[3..].to_vec()).await;
    let import = activated(&store, generation, 5).await;
    let again = store.begin_import(wish(1, 10)).await.unwrap();
    assert_eq!(again, ImportStart::InForce(import));
    let late = store.load_taxpayers(generation, vec![row(9, "late")]).await;
    assert_eq!(late.unwrap(), LoadOutcome::NotOpen);
}

pub(crate) async fn another_import_waits_or_the_first_is_given_up(engine: &dyn Engine) {
    let store = engine.open().await;
    let first = begun(&store, 1, 10).await;
    load(&store, first, rows(2, "first")).await;
    for other in [wish(2, 10), wish(1, 11)] {
        let refused = store.begin_import(other).await.unwrap();
        assert!(
            matches!(refused, ImportStart::Unfinished(import) if import.generation == first),
            "{refused:?}"
        );
    }
    let bold = NewImport {
        give_up_unfinished: true,
        ..wish(2, 10)
    };
    let ImportStart::Begun(second) = store.begin_import(bold).await.unwrap() else {
        panic!("it begins");
    };
    assert!(second.generation > first);
    let late = store.load_taxpayers(first, vec![row(9, "late")]).await;
    assert_eq!(late.unwrap(), LoadOutcome::NotOpen);
    let late = store.activate_import(first, 2, at(3_000)).await.unwrap();
    assert_eq!(late, Activation::NotOpen);
    let all = store.imports().await.unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!((all[0].given_up_at, all[0].rows), (Some(at(1_000)), 2));
    assert_eq!(all[1], second);
    // The same wish again finds it, however bold.
    let again = store.begin_import(bold).await.unwrap();
    assert_eq!(again, ImportStart::Resumed(second, None));
}

pub(crate) async fn an_older_master_never_comes_after_a_newer_one(engine: &dyn Engine) {
    let store = engine.open().await;
    let newer = import(&store, 1, 20, 2, "newer").await;
    let refused = store.begin_import(wish(2, 19)).await.unwrap();
    assert!(
        matches!(refused, ImportStart::Outdated(import) if import.generation == newer),
        "{refused:?}"
    );
    // One of the same moment may mend it.
    import(&store, 3, 20, 2, "mended").await;
    let name = name_of(&store, &supplier(0)).await;
    assert_eq!(name.as_deref(), Some("mended"));
}

pub(crate) async fn what_is_announced_has_to_be_there(engine: &dyn Engine) {
    let store = engine.open().await;
    let generation = begun(&store, 1, 10).await;
    load(&store, generation, rows(3, "name")).await;
    for announced in [2, 4] {
        let refused = store
            .activate_import(generation, announced, at(2_000))
            .await;
        assert_eq!(refused.unwrap(), Activation::Incomplete { loaded: 3 });
    }
    assert_eq!(name_of(&store, &supplier(0)).await, None);
    let unknown = store.activate_import(generation + 1, 3, at(2_000)).await;
    assert_eq!(unknown.unwrap(), Activation::NotOpen);
    activated(&store, generation, 3).await;
    let again = store
        .activate_import(generation, 3, at(2_000))
        .await
        .unwrap();
    assert_eq!(again, Activation::NotOpen);
}

pub(crate) async fn a_batch_is_in_order_and_behind_the_last(engine: &dyn Engine) {
    let store = engine.open().await;
    let generation = begun(&store, 1, 10).await;
    load(&store, generation, vec![row(3, "a"), row(5, "b")]).await;
    for wrong in [
        vec![row(5, "again")],
        vec![row(4, "before")],
        vec![row(7, "x"), row(6, "x")],
        vec![row(7, "x"), row(7, "x")],
    ] {
        let refused = store.load_taxpayers(generation, wrong).await.unwrap();
        assert_eq!(refused, LoadOutcome::OutOfOrder);
    }
    load(&store, generation, vec![row(6, "c")]).await;
    activated(&store, generation, 3).await;
    assert_eq!(name_of(&store, &supplier(7)).await, None);
}

pub(crate) async fn the_newer_of_import_and_fetch_counts(engine: &dyn Engine) {
    let store = engine.open().await;
    let fetch = |n, name, second| store.put_taxpayer(record(supplier(n), name, second));
    fetch(0, "fetched before", 5).await.unwrap();
    fetch(1, "fetched with", 10).await.unwrap();
    import(&store, 1, 10, 4, "imported").await;
    fetch(2, "fetched after", 15).await.unwrap();
    for (n, name) in [
        (0, "imported"),
        (1, "fetched with"),
        (2, "fetched after"),
        (3, "imported"),
    ] {
        let found = name_of(&store, &supplier(n)).await;
        assert_eq!(found.as_deref(), Some(name), "{n}");
    }
    assert_eq!(name_of(&store, &supplier(4)).await, None);
    // An import does not hide that somebody is enabled.
    store
        .enable(&supplier(0), None, enablement(16), Vec::new())
        .await
        .unwrap();
    let found = store.taxpayer(&supplier(0)).await.unwrap().unwrap();
    assert_eq!(found.source, RecordSource::Imported);
    assert_eq!(found.enablement, Some(enablement(16)));
}

pub(crate) async fn whoever_is_only_imported_is_enabled_all_the_same(engine: &dyn Engine) {
    let store = engine.open().await;
    import(&store, 1, 10, 2, "imported").await;
    let unproved = store
        .enable(&supplier(0), Some(&digest(1)), enablement(11), Vec::new())
        .await
        .unwrap();
    assert_eq!(unproved, EnableOutcome::ProofSpent);
    prove(&store, 2, supplier(0), Purpose::Enable).await;
    let enabled = store
        .enable(&supplier(0), Some(&digest(2)), enablement(11), Vec::new())
        .await
        .unwrap();
    assert_eq!(enabled, EnableOutcome::Enabled);
    // It outlives the import: the next one does not have the taxpayer.
    let next = begun(&store, 2, 20).await;
    load(&store, next, vec![row(1, "next")]).await;
    activated(&store, next, 1).await;
    let found = store.taxpayer(&supplier(0)).await.unwrap().unwrap();
    assert_eq!(found.enablement, Some(enablement(11)));
    assert_eq!(found.taxpayer.legal_name, "imported");
    assert_eq!(found.contact_sealed, Some(vec![1, 2, 3]));
    assert_eq!(
        (found.source, found.fetched_at),
        (RecordSource::Fetched, at(10))
    );
}

pub(crate) async fn rows_that_are_over_go_in_batches(engine: &dyn Engine) {
    let store = engine.open().await;
    let take = |generation, after, rows_max| {
        let store = Arc::clone(&store);
        async move {
            let taken = store.take_away_rows(generation, after, rows_max).await;
            taken.unwrap()
        }
    };
    let old = import(&store, 1, 10, 5, "old").await;
    assert_eq!(take(old, None, 9).await, None, "it is in force");
    let given_up = begun(&store, 2, 20).await;
    load(&store, given_up, rows(3, "given up")).await;
    assert_eq!(take(given_up, None, 9).await, None, "it is open");
    let bold = NewImport {
        give_up_unfinished: true,
        ..wish(3, 20)
    };
    let ImportStart::Begun(new) = store.begin_import(bold).await.unwrap() else {
        panic!("it begins");
    };
    load(&store, new.generation, rows(2, "new")).await;
    activated(&store, new.generation, 2).await;

    let second = take(old, None, 2).await.unwrap();
    assert_eq!(second, supplier(1));
    let fourth = take(old, Some(&second), 2).await.unwrap();
    assert_eq!(fourth, supplier(3));
    assert_eq!(take(old, Some(&fourth), 2).await, Some(supplier(4)));
    assert_eq!(take(old, None, 2).await, None);
    assert_eq!(take(given_up, None, 3).await, Some(supplier(2)));
    assert_eq!(take(given_up, None, 3).await, None);
    assert_eq!(take(new.generation, None, 9).await, None);
    assert_eq!(take(new.generation + 1, None, 9).await, None, "unknown");
    let name = name_of(&store, &supplier(1)).await;
    assert_eq!(name.as_deref(), Some("new"));
    assert_eq!(name_of(&store, &supplier(4)).await, None);
}
