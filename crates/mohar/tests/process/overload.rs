//! More than the portal can bear: those it takes on are answered in time, the others at once.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::support::invoice;
use crate::support::portal::Installation;

/// Calls that are worked on at a time.
const PLACES: usize = 4;
/// Callers that never pause: three times as many as there are places.
const CALLERS: usize = 3 * PLACES;
/// How long they go on.
const LASTS: Duration = Duration::from_secs(3);
/// What all but one in a hundred of those taken on take, at most, on a machine that runs other
/// tests meanwhile. Without the bound on places a dozen callers would wait several times as long.
const ACCEPTED_MAX: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_three_times_what_it_bears_the_rest_is_turned_away_at_once() {
    let settings = format!("[limits]\ndocuments_at_once_max = {PLACES}\n");
    let installation = Installation::new(&settings);
    let account = installation.account().await;
    let portal = installation.serve();
    let client = portal.client(&account);
    client.authenticate().await.unwrap();
    let supplier = account.0.gstin;
    let began = Instant::now();
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let client = client.clone();
        callers.spawn(async move {
            let (mut accepted, mut turned_away) = (Vec::new(), Vec::new());
            let mut number = 0;
            while began.elapsed() < LASTS {
                number += 1;
                let document = invoice(supplier.as_str(), &format!("OV/{caller}/{number}"));
                let asked = Instant::now();
                match client.generate(&document).await {
                    Ok(_) => accepted.push(asked.elapsed()),
                    Err(busy) if busy.has_code("5001") => {
                        let words = busy.to_string();
                        assert!(words.contains("The portal is busy"), "{words}");
                        turned_away.push(asked.elapsed());
                    }
                    Err(other) => panic!("{other}"),
                }
            }
            (accepted, turned_away)
        });
    }
    // Pages have places of their own.
    let page = reqwest::get(format!("{}/en", portal.url)).await.unwrap();
    assert_eq!(page.status().as_u16(), 200);
    let (mut accepted, mut turned_away) = (Vec::new(), Vec::new());
    for (some, others) in callers.join_all().await {
        accepted.extend(some);
        turned_away.extend(others);
    }
    println!(
        "{} accepted, 99 in 100 within {:?}; {} turned away, 99 in 100 within {:?}",
        accepted.len(),
        hundredth(&mut accepted),
        turned_away.len(),
        hundredth(&mut turned_away)
    );
    assert!(accepted.len() > 50, "{}", accepted.len());
    assert!(turned_away.len() > 50, "{}", turned_away.len());
    assert!(hundredth(&mut accepted) < ACCEPTED_MAX);
    assert!(middle(&mut turned_away) < middle(&mut accepted));
    let (_, figures) = portal.asked("/metrics").await;
    let counted = format!(
        "mohar_requests_turned_away_total{{kind=\"documents\"}} {}",
        turned_away.len()
    );
    assert!(figures.contains(&counted), "{counted} in {figures}");
    let registered = format!("mohar_documents_registered_total {}", accepted.len());
    assert!(figures.contains(&registered), "{registered} in {figures}");
}

/// The one in the middle.
fn middle(durations: &mut [Duration]) -> Duration {
    durations.sort_unstable();
    durations
        .get(durations.len() / 2)
        .copied()
        .unwrap_or_default()
}

/// The longest of all but one in a hundred.
fn hundredth(durations: &mut [Duration]) -> Duration {
    durations.sort_unstable();
    let place = durations.len() * 99 / 100;
    durations.get(place).copied().unwrap_or_default()
}

/// Clients that send slowly hold no places.
#[tokio::test]
async fn slow_senders_keep_nobody_out() {
    use tokio::io::AsyncWriteExt as _;

    let installation = Installation::new("[limits]\ndocuments_at_once_max = 1\n");
    let account = installation.account().await;
    let portal = installation.serve();
    let address = portal.url.strip_prefix("http://").unwrap();
    let mut slow = Vec::new();
    for _ in 0..5 {
        let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
        let head = "POST /eicore/v1.03/invoice HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{";
        socket.write_all(head.as_bytes()).await.unwrap();
        slow.push(socket);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let document = invoice(account.0.gstin.as_str(), "SLOW/1");
    portal.client(&account).generate(&document).await.unwrap();
    drop(slow);
}
