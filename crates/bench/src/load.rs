//! The load: many callers registering different invoices at once.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use einvoice::example;
use einvoice::json::invoice_request_json;
use gst::{DocumentNumber, Gstin};
use hdrhistogram::Histogram;
use nic_client::{Client, Settings};
use serde::Deserialize;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::Failure;
use crate::server::Server;

/// A ready account, as the sandbox's management hands it out.
#[derive(Clone, Deserialize)]
pub(crate) struct Account {
    pub(crate) base_url: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) gstin: String,
    pub(crate) user_name: String,
    pub(crate) password: String,
    pub(crate) public_key_pem: String,
}

/// Callers of one account, which several servers may know.
pub(crate) struct Load {
    runtime: Runtime,
    clients: Vec<Client>,
    gstin: Gstin,
    registered: Cell<u32>,
}

/// What one round showed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Round {
    /// Invoices registered in a second.
    pub(crate) invoices_per_s: f64,
    /// Median time to the answer.
    pub(crate) p50_ms: f64,
    /// Time to the answer that one in a hundred exceeds.
    pub(crate) p99_ms: f64,
    /// The servers' processor time for one invoice.
    pub(crate) server_cpu_us: f64,
}

impl Load {
    /// Logs in with a sandbox's ready account.
    pub(crate) fn on_sandbox(server: &Server) -> Result<Self, Failure> {
        let url = format!("{}/integrator", server.second_url.trim_end_matches('/'));
        let runtime = runtime()?;
        let account = runtime.block_on(async { reqwest::get(url).await?.json().await })?;
        Self::on(&[account])
    }

    /// Logs in with one account at each of some servers; callers take them in turn.
    pub(crate) fn on(accounts: &[Account]) -> Result<Self, Failure> {
        let runtime = runtime()?;
        let mut clients = Vec::new();
        for account in accounts {
            let client = Client::new(
                &account.base_url,
                Settings {
                    client_id: account.client_id.clone(),
                    client_secret: account.client_secret.clone(),
                    gstin: account.gstin.clone(),
                    user_name: account.user_name.clone(),
                    password: account.password.clone(),
                    login_public_key_pem: account.public_key_pem.clone(),
                },
            )?;
            runtime.block_on(client.authenticate())?;
            clients.push(client);
        }
        let gstin = accounts.first().ok_or("no server to call")?.gstin.parse()?;
        Ok(Self {
            runtime,
            clients,
            gstin,
            registered: Cell::new(0),
        })
    }

    /// Invoices registered so far.
    pub(crate) fn registered(&self) -> u32 {
        self.registered.get()
    }

    /// The supplier of all invoices.
    pub(crate) fn gstin(&self) -> Gstin {
        self.gstin
    }

    /// The callers' clients.
    pub(crate) fn clients(&self) -> &[Client] {
        &self.clients
    }

    /// Runs what the callers do.
    pub(crate) fn block_on<T>(&self, calls: impl Future<Output = T>) -> T {
        self.runtime.block_on(calls)
    }

    /// Goes on after numbers that others have used.
    pub(crate) fn skip_to(&self, registered: u32) {
        self.registered.set(registered);
    }

    /// Registers `invoices` different invoices by `callers` at once.
    pub(crate) fn round(
        &self,
        servers: &[&Server],
        callers: u32,
        invoices: u32,
    ) -> Result<Round, Failure> {
        let first = self.registered.get();
        let documents: Arc<Vec<String>> = Arc::new(
            (first..first + invoices)
                .map(|number| document(self.gstin, number))
                .collect::<Result<_, Failure>>()?,
        );
        let next = Arc::new(AtomicU32::new(0));
        let cpu_before_s = cpu_s(servers)?;
        #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
        let started = Instant::now();
        let times = self.runtime.block_on(async {
            let mut tasks = JoinSet::new();
            for client in self.clients.iter().cycle().take(callers as usize) {
                tasks.spawn(caller(
                    client.clone(),
                    Arc::clone(&documents),
                    Arc::clone(&next),
                ));
            }
            let mut times = histogram()?;
            while let Some(done) = tasks.join_next().await {
                times.add(done?.map_err(|failure| -> Failure { failure.into() })?)?;
            }
            Ok::<_, Failure>(times)
        })?;
        let wall_s = started.elapsed().as_secs_f64();
        let cpu_s = cpu_s(servers)? - cpu_before_s;
        self.registered.set(first + invoices);
        Ok(Round {
            invoices_per_s: f64::from(invoices) / wall_s,
            p50_ms: ms(times.value_at_quantile(0.5)),
            p99_ms: ms(times.value_at_quantile(0.99)),
            server_cpu_us: cpu_s * 1e6 / f64::from(invoices),
        })
    }
}

fn runtime() -> Result<Runtime, Failure> {
    Ok(tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?)
}

/// Processor time of servers so far.
fn cpu_s(servers: &[&Server]) -> Result<f64, Failure> {
    let mut sum_s = 0.0;
    for server in servers {
        sum_s += server.process.cpu_s()?;
    }
    Ok(sum_s)
}

/// Takes the next document until there is none; gives the times to the answers, in µs.
async fn caller(
    client: Client,
    documents: Arc<Vec<String>>,
    next: Arc<AtomicU32>,
) -> Result<Histogram<u64>, String> {
    let mut times = histogram().map_err(|failure| failure.to_string())?;
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed) as usize;
        let Some(document) = documents.get(index) else {
            return Ok(times);
        };
        #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
        let started = Instant::now();
        let answer = client.generate_raw(document).await;
        let elapsed_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        answer.map_err(|error| format!("an invoice was refused: {error}"))?;
        times.saturating_record(elapsed_us);
    }
}

/// A single-item invoice with a number of its own.
pub(crate) fn document(seller: Gstin, number: u32) -> Result<String, Failure> {
    let number: DocumentNumber = format!("B{number}").parse()?;
    let mut invoice = example::domestic_invoice(&number, jiff::civil::date(2026, 4, 1));
    let mut calculator = einvoice::calculator::Calculator::new(
        example::seller_of(seller),
        invoice.buyer.clone(),
        number,
        invoice.document.date,
    );
    invoice.items.truncate(1);
    if let Some(item) = invoice.items.pop() {
        calculator = calculator.line(einvoice::calculator::Line::new(
            "Spanner set",
            item.hsn,
            (gst::Decimal::from(2), "NOS"),
            item.unit_price,
            item.gst_rate,
        ));
    }
    Ok(invoice_request_json(&calculator.finish()))
}

/// An empty histogram of times in µs.
pub(crate) fn histogram() -> Result<Histogram<u64>, Failure> {
    // One minute is more than any answer takes; three digits are more than the clock's truth.
    Ok(Histogram::new_with_bounds(1, 60_000_000, 3)?)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "microseconds of a minute are far below 2^52"
)]
pub(crate) fn ms(us: u64) -> f64 {
    us as f64 / 1e3
}
