//! A registry that hangs: it takes every connection and never answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gst::{Gstin, RegistrationStatus};
use service::{
    Actor, Fault, GstRegistry, Irp, Issued, REGISTRY_WAITERS_MAX, RegistryOptions, Unavailable,
};
use store::line::Channel;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::world::{BUYER, SELLER, World, actor, document, invoice};

/// How long an answer is waited for here.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(3);

/// What counts as at once, on a busy machine.
const AT_ONCE: Duration = Duration::from_secs(1);

struct Hanging {
    url: String,
    taken: Arc<AtomicUsize>,
    _server: JoinSet<()>,
}

impl Hanging {
    async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let taken = Arc::<AtomicUsize>::default();
        let count = Arc::clone(&taken);
        let mut server = JoinSet::new();
        server.spawn(async move {
            let mut held = Vec::new();
            loop {
                held.push(listener.accept().await.unwrap());
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        Self {
            url,
            taken,
            _server: server,
        }
    }

    fn taken(&self) -> usize {
        self.taken.load(Ordering::SeqCst)
    }

    fn registry(&self) -> GstRegistry {
        let options = RegistryOptions {
            base_url: self.url.clone(),
            answer_timeout: ANSWER_TIMEOUT,
            ..RegistryOptions::default()
        };
        GstRegistry::reached_by(&options).unwrap()
    }
}

/// A document for a recipient whom nobody knows yet.
fn to_unknown(number: usize) -> String {
    let recipient = Gstin::with_check_digit(&format!("29AAACC{number:04}C1Z")).unwrap();
    let change = |json: &mut serde_json::Value| {
        json["BuyerDtls"]["Gstin"] = recipient.as_str().into();
    };
    document(&format!("UN/{number}"), change).to_string()
}

fn is_away(outcome: &Result<Issued, Fault>) -> bool {
    matches!(
        outcome,
        Err(Fault::Unavailable(Unavailable { what: "registry", retry_after_s })) if *retry_after_s > 0
    )
}

async fn issued_at_once(irp: &Irp, seller: &Actor, number: &str) {
    let json = invoice(number);
    let issuing = irp.issue(seller, json.as_bytes());
    timeout(AT_ONCE, issuing).await.unwrap().unwrap();
}

/// As many ask about unknown parties as documents have places by default.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_that_hangs_stops_nobody_whose_parties_are_known() {
    const PLACES: usize = 128;
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let buyer = BUYER.parse().unwrap();
    world.irp.taxpayer_for(&buyer).await.unwrap().unwrap();
    let hanging = Hanging::listen().await;
    let irp = world.another_asking(hanging.registry());

    let mut waiting = JoinSet::new();
    for number in 0..PLACES {
        let (irp, seller) = (irp.clone(), seller.clone());
        waiting.spawn(async move {
            let began = Instant::now();
            let outcome = irp.issue(&seller, to_unknown(number).as_bytes()).await;
            (is_away(&outcome), began.elapsed())
        });
    }
    // Half of the places are free again at once, while the other half waits.
    for _ in REGISTRY_WAITERS_MAX..PLACES {
        let told = timeout(ANSWER_TIMEOUT, waiting.join_next()).await;
        let (is_away, took) = told.unwrap().unwrap().unwrap();
        assert!(is_away && took < ANSWER_TIMEOUT, "{took:?}");
    }
    issued_at_once(&irp, &seller, "KN/1").await;
    assert!(waiting.try_join_next().is_none(), "the others wait on");
    assert!(hanging.taken() <= REGISTRY_WAITERS_MAX);
    while let Some(told) = waiting.join_next().await {
        assert!(told.unwrap().0);
    }
    assert_eq!(hanging.taken(), REGISTRY_WAITERS_MAX);

    // From now on it is left alone: unknown parties are told at once, old copies serve at once.
    let began = Instant::now();
    let outcome = irp.issue(&seller, to_unknown(PLACES).as_bytes()).await;
    assert!(is_away(&outcome) && began.elapsed() < AT_ONCE);
    world.advance_s(8 * 86_400);
    issued_at_once(&irp, &seller, "KN/2").await;
    assert_eq!(hanging.taken(), REGISTRY_WAITERS_MAX, "nobody asked");
}

/// Callers in doubt about one party wait for one answer, but not all of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_than_may_wait_for_the_answer_to_one_question() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world.registry.change(BUYER, |buyer| {
        buyer.status = RegistrationStatus::Inactive;
    });
    let buyer = BUYER.parse().unwrap();
    world.irp.taxpayer_for(&buyer).await.unwrap().unwrap();
    let hanging = Hanging::listen().await;
    let irp = world.another_asking(hanging.registry());
    let mut waiting = JoinSet::new();
    for number in 0..REGISTRY_WAITERS_MAX * 2 {
        let (irp, seller) = (irp.clone(), seller.clone());
        waiting.spawn(async move {
            let json = invoice(&format!("KN/{number}"));
            let refused = irp.issue(&seller, json.as_bytes()).await;
            matches!(refused, Err(Fault::Refused(_)))
        });
    }
    for _ in 0..REGISTRY_WAITERS_MAX {
        let told = timeout(ANSWER_TIMEOUT, waiting.join_next()).await;
        assert!(told.unwrap().unwrap().unwrap(), "what is known stands");
    }
    sleep(Duration::from_millis(100)).await;
    assert!(waiting.try_join_next().is_none(), "the others wait on");
    assert_eq!(hanging.taken(), 1);
}
