//! `mohar sandbox`: everything at once, with nothing else installed.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::middleware::from_fn_with_state;
use portal::PortalOptions;
use sandbox::data_folder::DataFolder;
use sandbox::directory::Directory;
use sandbox::integrator::{Addresses, Integrator};
use sandbox::known_accounts::KnownAccounts;
use sandbox::management::{self, Management};
use sandbox::seed;
use seal::{Keys, Randomness, key_store};
use service::settings::{LoginSettings, SecondFactor};
use service::{Clock, GstRegistry, Irp, Parts, Settings};
use store::InstallationKind;
use store::sqlite::SqliteStore;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::Failure;
use crate::cli::SandboxArguments;
use crate::connections::{Limits, Listening, in_time};
use crate::listener::{self, SANDBOX_DRAIN, StopSignals, bind, drained, url};
use crate::masters;
use crate::router;

/// Runs a sandbox until the process is asked to stop.
pub(crate) fn run(arguments: &SandboxArguments) -> Result<(), Failure> {
    #[expect(
        clippy::disallowed_methods,
        reason = "measures how long this start takes, which no settable clock should change"
    )]
    let started = Instant::now();
    masters::install(&arguments.masters)?;
    let place = Place::take(arguments)?;
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(run_in(arguments, &place, started))
}

/// Where the data is: a folder that was named, or one that goes away; and how one logs in there.
struct Place {
    folder: DataFolder,
    temporary: Option<TempDir>,
    second_factor: SecondFactor,
}

impl Place {
    fn take(arguments: &SandboxArguments) -> Result<Self, Failure> {
        let second_factor = if arguments.second_factor {
            SecondFactor::OneTimePassword
        } else {
            SecondFactor::Off
        };
        if let Some(path) = &arguments.data {
            return Ok(Self {
                folder: DataFolder::claim(path)?,
                temporary: None,
                second_factor,
            });
        }
        let temporary = tempfile::Builder::new()
            .prefix("mohar-sandbox-")
            .tempdir()?;
        Ok(Self {
            folder: DataFolder::claim(temporary.path())?,
            temporary: Some(temporary),
            second_factor,
        })
    }

    /// Keys that stay with the data, or none that outlive the process.
    fn keys(&self, clock: &Clock, randomness: &Randomness) -> Result<Keys, Failure> {
        let (issuer, now) = (sandbox::ISSUER, clock.now());
        Ok(match self.temporary {
            Some(_) => Keys::throw_away(issuer, now, randomness),
            None => key_store::load_or_create(&self.folder.keys(), issuer, now, randomness)?,
        })
    }
}

async fn run_in(
    arguments: &SandboxArguments,
    place: &Place,
    started: Instant,
) -> Result<(), Failure> {
    let listen = bind("--listen", arguments.listen).await?;
    let manage = bind("--manage", arguments.manage).await?;
    if !arguments.manage.ip().is_loopback() {
        tracing::warn!(
            manage = %arguments.manage,
            "whoever can reach the management listener can log in as anybody"
        );
    }
    let addresses = Addresses {
        portal: url(listen.local_addr()?),
        management: url(manage.local_addr()?),
    };
    let irp = put_together(place, &addresses)?;
    let accounts = Arc::new(KnownAccounts::open(
        place.temporary.is_none().then(|| place.folder.accounts()),
    )?);
    let ready_account = Arc::new(OnceLock::new());
    let management = Management {
        irp: irp.clone(),
        directory: Arc::new(Directory::open(
            place.temporary.is_none().then(|| place.folder.taxpayers()),
        )?),
        accounts: Arc::clone(&accounts),
        integrator: Arc::clone(&ready_account),
        addresses: Arc::new(addresses.clone()),
    };
    let (stop, stopped) = watch::channel(false);
    let managing = manage_on(manage, management, stopped.clone())?;
    let account = seed::accounts(&irp, &accounts).await?;
    // The lock is empty: this is the only place that fills it.
    let _ = ready_account.set(Integrator::of(
        &seed::ready_gstin(),
        account,
        &irp,
        &addresses,
    ));
    let serving = listener::spawn(
        listen,
        router::public(&irp, PortalOptions::default(), Limits::default().answer),
        Listening::plainly(Limits::default()),
        stopped,
    );
    let mut signals = StopSignals::taken()?;
    announce(&addresses, started);
    signals.asked().await;
    // All receivers gone would mean that both listeners have ended already.
    let _ = stop.send(true);
    drained(SANDBOX_DRAIN, &mut signals, async {
        serving.await?;
        managing.await
    })
    .await;
    Ok(())
}

/// The portal's inside, with the parts that a sandbox gives it.
fn put_together(place: &Place, addresses: &Addresses) -> Result<Irp, Failure> {
    let (clock, randomness) = (Clock::offset(), Randomness::system());
    // Making two RSA keys is the longest part of a start; the database is made meanwhile.
    let (keys, store) = std::thread::scope(|scope| {
        let store = scope.spawn(|| {
            SqliteStore::open_or_create(&place.folder.database(), InstallationKind::Sandbox)
        });
        (place.keys(&clock, &randomness), store.join())
    });
    let store = store.map_err(|_| Failure("opening the database panicked".to_owned()))??;
    let settings = Settings {
        portal_url: addresses.portal.clone(),
        ..Settings::sandbox()
    };
    let login = LoginSettings {
        second_factor: place.second_factor,
        ..settings.login
    };
    Ok(Irp::new(Parts {
        store: Arc::new(store),
        clock,
        randomness,
        keys: keys?,
        registry: GstRegistry::new(addresses.management.clone()),
        settings: Settings { login, ..settings },
    }))
}

fn manage_on(
    listener: TcpListener,
    management: Management,
    stopped: watch::Receiver<bool>,
) -> Result<listener::Serving, Failure> {
    let listening: SocketAddr = listener.local_addr()?;
    let router = management::router(management, listening);
    let limits = Limits::default();
    let router = router.layer(from_fn_with_state(limits.answer, in_time));
    Ok(listener::spawn(
        listener,
        router,
        Listening::plainly(limits),
        stopped,
    ))
}

/// Tells where everything is. Programs that start a sandbox read these lines.
fn announce(addresses: &Addresses, started: Instant) {
    println!("portal and API   {}", addresses.portal);
    println!("inbox, settings  {}", addresses.management);
    println!("ready in {} ms", started.elapsed().as_millis());
}
