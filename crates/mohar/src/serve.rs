//! `mohar serve`: a real portal, as its file of settings says.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::middleware::from_fn_with_state;
use gateways::Gateway;
use ipnet::IpNet;
use seal::KeyFolder;
use service::Irp;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::Failure;
use crate::audit::AuditSlot;
use crate::clock_offset::ClockOffset;
use crate::config::{self, Config};
use crate::connections::{Doors, Limits, Listening, in_time};
use crate::figures::{Figures, Sources};
use crate::listener::{self, StopSignals, bind, drained};
use crate::operations::Operations;
use crate::overload::Places;
use crate::router::{self, Surroundings};
use crate::security_headers::SecurityHeaders;
use crate::tls::Certificate;
use crate::traces::Tracing;
use crate::{installation, messages, open_files, retention, telemetry};

/// Watchers are few.
const OPERATIONS_LIMITS: Limits = Limits {
    connections_max: 64,
    connections_per_address_max: 64,
    head: Duration::from_secs(10),
    answer: Duration::from_secs(10),
    life: Duration::from_secs(600),
};

/// After so many steps of tasks a thread looks at its sockets and timers. A signature is a step of
/// most of a millisecond; with tokio's 61 of them in between, whoever is to be turned away at once
/// would wait for a good part of all that work.
const EVENT_INTERVAL: u32 = 8;

/// Runs a portal until the process is asked to stop.
pub(crate) fn run(file: &Path, log: Option<&str>) -> Result<(), Failure> {
    #[expect(
        clippy::disallowed_methods,
        reason = "measures how long this start takes, which no settable clock should change"
    )]
    let started = Instant::now();
    let config = config::required(file)?;
    let filter = log.unwrap_or(&config.log.filter);
    let traces = config.traces.as_ref().map(Tracing::start).transpose()?;
    let audit = telemetry::start(filter, config.log.format, traces.as_ref())?;
    open_files::allow(config.limits.connections.connections_max)?;
    installation::install_overlay(&config)?;
    let certificate = config.tls.as_ref().map(Certificate::open).transpose()?;
    let done = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .event_interval(EVENT_INTERVAL)
        .build()?
        .block_on(Running::run(config, certificate, &audit, started));
    if let Some(traces) = traces {
        traces.close();
    }
    done
}

/// A portal at work.
struct Running {
    config: Config,
    listen: TcpListener,
    operations: TcpListener,
    irp: Irp,
    gateways: Vec<Gateway>,
    certificate: Option<Arc<Certificate>>,
}

impl Running {
    async fn run(
        config: Config,
        certificate: Option<Arc<Certificate>>,
        audit: &AuditSlot,
        started: Instant,
    ) -> Result<(), Failure> {
        let health = audit.open_as(&config.audit)?;
        let irp = installation::irp(&config, health).await?;
        let signing = irp.clone();
        audit.sign_with(move || signing.keys());
        let running = Self {
            listen: bind("server.listen =", config.server.listen).await?,
            operations: bind(
                "server.operations_listen =",
                config.server.operations_listen,
            )
            .await?,
            gateways: messages::gateways(&config.messages)?,
            config,
            irp,
            certificate,
        };
        let done = running.serve(started).await;
        audit.close();
        done
    }

    /// Tells where everything is. Programs that start a portal read these lines.
    fn announce(&self, started: Instant) -> Result<(), Failure> {
        for warning in config::warnings(&self.config) {
            tracing::warn!("{warning}");
        }
        let protocol = self.certificate.as_ref().map_or("http", |_| "https");
        let portal = listener::reachable(self.listen.local_addr()?);
        println!("portal and API   {protocol}://{portal}");
        println!(
            "health, metrics  {}",
            listener::url(self.operations.local_addr()?)
        );
        println!("ready in {} ms", started.elapsed().as_millis());
        let url = &self.irp.settings().portal_url;
        tracing::info!(url, version = env!("CARGO_PKG_VERSION"), "serving");
        Ok(())
    }

    /// Begins what goes on beside the answering of requests: retention, keys, allowances, the clock.
    fn keep_in_order(
        &self,
        helpers: &mut JoinSet<()>,
        keys_asking: mpsc::Receiver<()>,
    ) -> Arc<ClockOffset> {
        let folder = KeyFolder::new(&self.config.keys_folder);
        if let Some(every) = self.config.retains_every {
            let audit = (self.config.audit.folder.clone(), self.config.audit.days);
            helpers.spawn(retention::keep_retaining(self.irp.clone(), audit, every));
        }
        let keeping = installation::keep_keys_fresh(self.irp.clone(), folder, keys_asking);
        helpers.spawn(keeping);
        helpers.spawn(installation::keep_allowances_few(self.irp.clone()));
        let clock_offset = Arc::<ClockOffset>::default();
        let (comparing, irp) = (Arc::clone(&clock_offset), self.irp.clone());
        helpers.spawn(async move { comparing.keep_compared(irp).await });
        clock_offset
    }

    async fn serve(self, started: Instant) -> Result<(), Failure> {
        // Before anybody is told that there is a portal that could be asked to stop.
        let mut signals = StopSignals::taken()?;
        let mut helpers = JoinSet::new();
        let (keys_asked, keys_asking) = mpsc::channel(1);
        keep_certificate_fresh(self.certificate.clone(), keys_asked, &mut helpers)?;
        let clock_offset = self.keep_in_order(&mut helpers, keys_asking);
        self.announce(started)?;
        let places = Places::new(self.config.limits.work, self.irp.settings());
        let places = Arc::new(places);
        let limits = self.config.limits.connections;
        let trusted_proxies: Arc<[IpNet]> = self.config.server.trusted_proxies.clone().into();
        let doors = Doors::new(limits, Arc::clone(&trusted_proxies));
        let figures = Arc::new(Figures::new(Sources {
            irp: self.irp.clone(),
            places: Arc::clone(&places),
            doors: Arc::clone(&doors),
            certificate: self.certificate.clone(),
            clock_offset,
        }));
        let (drain, draining) = watch::channel(false);
        let (stop, stopped) = watch::channel(false);
        // Told last: /readyz answers for as long as anything is answered.
        let (end, ended) = watch::channel(false);
        let tls = self.certificate.as_ref().map(Certificate::acceptor);
        let around = Surroundings {
            trusted_proxies,
            answer: limits.answer,
            places,
            figures: Arc::clone(&figures),
        };
        let pages = router::guarded(&self.irp, self.config.portal.clone(), around);
        let secure = self.config.settings.portal_url.starts_with("https://");
        let listening = Listening {
            limits,
            doors,
            tls: tls.transpose()?,
            headers: SecurityHeaders { secure },
        };
        let messages = (self.gateways, self.config.messages.clone());
        let mut delivering = JoinSet::new();
        delivering.spawn(messages::deliver(
            self.irp.clone(),
            messages,
            stopped.clone(),
        ));
        let serving = listener::spawn(self.listen, pages, listening, stopped);
        let operations = Operations::new(&self.irp, figures, draining).router();
        let operations = operations.layer(from_fn_with_state(OPERATIONS_LIMITS.answer, in_time));
        let watched = Listening::plainly(OPERATIONS_LIMITS);
        let operating = listener::spawn(self.operations, operations, watched, ended);

        signals.asked().await;
        tracing::info!("asked to stop");
        // Receivers that are gone would mean that what they stop has ended already.
        let _ = drain.send(true);
        tokio::select! {
            () = tokio::time::sleep(self.config.server.drain_notice) => {}
            () = signals.asked() => {}
        }
        let _ = stop.send(true);
        let ending = async { tokio::join!(serving, delivering.join_next()).0 };
        drained(self.config.server.drain, &mut signals, ending).await;
        let _ = end.send(true);
        operating.abort();
        tracing::info!("stopped");
        Ok(())
    }
}

/// Reads the certificate again when it changes and on SIGHUP, which asks for the keys, too.
fn keep_certificate_fresh(
    certificate: Option<Arc<Certificate>>,
    keys_asked: mpsc::Sender<()>,
    helpers: &mut JoinSet<()>,
) -> Result<(), Failure> {
    let (asked, asking) = mpsc::channel(1);
    if let Some(certificate) = certificate {
        helpers.spawn(certificate.keep_fresh(asking));
    }
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        let mut hangup = signal(SignalKind::hangup())?;
        helpers.spawn(async move {
            while hangup.recv().await.is_some() {
                // Full: it is about to be read anyway. Closed: there is none.
                let _ = asked.try_send(());
                let _ = keys_asked.try_send(());
            }
        });
    }
    #[cfg(not(unix))]
    helpers.spawn(async move {
        let _held = (asked, keys_asked);
        std::future::pending::<()>().await;
    });
    Ok(())
}
