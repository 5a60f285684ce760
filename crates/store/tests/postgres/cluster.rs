//! Scratch PostgreSQL clusters that tests start themselves.
//!
//! Most tests have a database of their own in one shared cluster, which the first test of a run
//! starts and which stops by itself a while after the last one. Tests that kill or stop a server
//! have a private cluster. PostgreSQL refuses to run as root; there it runs as the user `postgres`
//! that its package makes.

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Where distributions keep the programs, beside the search path.
const PROGRAM_FOLDERS: [&str; 3] = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt"];
/// The superuser of the clusters.
const USER: &str = "mohar";
/// How long a shared cluster outlives its last test.
const IDLE_S: u32 = 60;
/// Durable as in production, small as on a laptop.
const CONFIGURATION: &str = "
listen_addresses = ''
max_connections = 300
shared_buffers = 32MB
max_wal_size = 128MB
fsync = on
synchronous_commit = on
full_page_writes = on
";

/// A cluster in a folder of its own.
#[derive(Debug)]
pub(crate) struct Cluster {
    folder: PathBuf,
    /// Ends with this value.
    is_private: bool,
}

/// A database; it goes away with this value.
#[derive(Debug)]
pub(crate) struct Database {
    folder: PathBuf,
    name: String,
}

/// A server that does nothing.
#[derive(Debug)]
pub(crate) struct Frozen {
    processes: String,
}

impl Drop for Frozen {
    fn drop(&mut self) {
        signal("CONT", &self.processes);
    }
}

/// Sends a signal to processes that may have gone. (The shell's own `kill`: the program is not
/// everywhere.)
fn signal(signal: &str, processes: &str) {
    let script = format!("kill -{signal} {processes} 2>/dev/null");
    Command::new("sh").args(["-c", &*script]).status().unwrap();
}

/// The cluster that tests share.
pub(crate) fn shared() -> &'static Cluster {
    static SHARED: OnceLock<(Cluster, File)> = OnceLock::new();
    let (cluster, _lease) = SHARED.get_or_init(|| {
        // Only tests share; whoever else uses this file is compiled without such a folder.
        let files = option_env!("CARGO_TARGET_TMPDIR");
        let files = Path::new(files.expect("tests are compiled with a folder of their own"));
        let open = |name: &str| {
            let path = files.join(name);
            File::create(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
        };
        // While anybody holds the lease, the watchdog leaves the cluster alone.
        let lease = open("postgres.lease");
        lease.lock_shared().unwrap();
        let starting = open("postgres.starting");
        starting.lock().unwrap();
        // A socket's path has to be short, and another user has to reach it.
        let mut hasher = DefaultHasher::new();
        files.hash(&mut hasher);
        let name = format!("mohar-postgres-{:x}", hasher.finish());
        let cluster = Cluster {
            folder: std::env::temp_dir().join(name),
            is_private: false,
        };
        if !cluster.is_running() {
            cluster.create("");
            cluster.start();
            let lease = files.join("postgres.lease");
            cluster.watch(&format!(
                "idle=0; while [ $idle -lt {IDLE_S} ]; do sleep 1; \
                 if flock -n '{}' true; then idle=$((idle+1)); else idle=0; fi; done; \
                 exec 9>'{}'; flock 9",
                lease.display(),
                lease.display(),
            ));
        }
        (cluster, lease)
    });
    cluster
}

/// A number that no other caller in this process gets.
fn next() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Cluster {
    /// A cluster for one test, with more lines in its configuration.
    pub(crate) fn private(configuration: &str) -> Self {
        let process = std::process::id();
        let name = format!("mohar-postgres-{process}-{}", next());
        let cluster = Self {
            folder: std::env::temp_dir().join(name),
            is_private: true,
        };
        cluster.create(configuration);
        cluster.start();
        // Should the test be killed.
        cluster.watch(&format!(
            "while kill -0 {process} 2>/dev/null; do sleep 1; done"
        ));
        cluster
    }

    /// An empty database of its own.
    pub(crate) fn database(&self) -> Database {
        let name = format!("t{}_{}", std::process::id(), next());
        self.sql(&format!("CREATE DATABASE {name}"));
        Database {
            folder: self.folder.clone(),
            name,
        }
    }

    /// Runs a statement as superuser, in the database `postgres`.
    pub(crate) fn sql(&self, statement: &str) -> String {
        sql(&self.folder, "postgres", statement)
    }

    /// Starts the server and waits until it answers.
    pub(crate) fn start(&self) {
        // After a kill, the shared memory of the dead is in use for a moment.
        for attempt in 0..20 {
            if self.control(&["-w", "-l", &self.path("log"), "start"]) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50 * (attempt + 1)));
        }
        let log = std::fs::read_to_string(self.path("log")).unwrap_or_default();
        panic!("PostgreSQL does not start:\n{log}");
    }

    /// Stops the server at once; connections are cut.
    pub(crate) fn stop(&self) {
        self.control(&["-w", "-m", "immediate", "stop"]);
    }

    /// `kill -9` of the postmaster, as a crash or the kernel's hunger for memory does it.
    pub(crate) fn kill(&self) {
        signal("KILL", &self.postmaster());
    }

    /// Stops all processes of the server in their tracks, until the answer is dropped.
    pub(crate) fn freeze(&self) -> Frozen {
        let mut processes = self.sql("SELECT string_agg(pid::text, ' ') FROM pg_stat_activity");
        processes.push(' ');
        processes.push_str(&self.postmaster());
        signal("STOP", &processes);
        Frozen { processes }
    }

    fn postmaster(&self) -> String {
        let file = std::fs::read_to_string(self.path("data/postmaster.pid")).unwrap();
        file.lines().next().unwrap().trim().to_owned()
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    fn is_running(&self) -> bool {
        self.control(&["status"])
    }

    fn control(&self, arguments: &[&str]) -> bool {
        let data = self.path("data");
        let status = as_server(&program("pg_ctl"))
            .args(["-D", &*data])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.unwrap().success()
    }

    fn create(&self, configuration: &str) {
        remove(&self.folder);
        succeed(as_server("mkdir").args(["-m", "0700", &*self.path("")]));
        succeed(as_server(&program("initdb")).args([
            "--pgdata",
            &*self.path("data"),
            "--username",
            USER,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C",
        ]));
        let socket = format!("unix_socket_directories = '{}'", self.folder.display());
        self.write(
            "data/postgresql.auto.conf",
            &format!("{CONFIGURATION}{socket}\n{configuration}\n"),
        );
    }

    /// Writes a file into the folder, owned by the server's user.
    pub(crate) fn write(&self, name: &str, content: &str) {
        let mut tee = as_server("tee");
        let mut child = tee
            .arg(self.path(name))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        std::io::Write::write_all(&mut stdin, content.as_bytes()).unwrap();
        drop(stdin);
        assert!(child.wait().unwrap().success());
        succeed(as_server("chmod").args(["0600", &*self.path(name)]));
    }

    /// Leaves a shell behind that stops the server and removes the folder after `until` returns.
    fn watch(&self, until: &str) {
        let script = format!(
            "{until}; '{}' -D '{}' -m immediate stop; rm -rf '{}'",
            program("pg_ctl"),
            self.path("data"),
            self.folder.display(),
        );
        // The lease is the tests' user's file, the server the server's user's.
        let script = if is_root() {
            script.replace(
                &format!("; '{}'", program("pg_ctl")),
                &format!("; runuser -u postgres -- '{}'", program("pg_ctl")),
            )
        } else {
            script
        };
        let spawned = Command::new("setsid")
            .args(["sh", "-c", &*script])
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        drop(spawned.unwrap());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.is_private {
            self.stop();
            remove(&self.folder);
        }
    }
}

impl Database {
    /// How a program reaches it.
    pub(crate) fn url(&self) -> String {
        let host = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://{USER}@{host}/{}", self.name)
    }

    /// Runs statements as superuser: a hand in the database.
    pub(crate) fn sql(&self, statements: &str) -> String {
        sql(&self.folder, &self.name, statements)
    }

    /// Runs statements as another role; an `Err` is what the server said.
    pub(crate) fn try_sql_as(&self, role: &str, statements: &str) -> Result<(), String> {
        let output = psql_as(role, &self.folder, &self.name, statements);
        if output.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Fails when the test has ended with the server down, which takes the database with it.
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        drop(psql(&self.folder, "postgres", &statement));
    }
}

fn psql(folder: &Path, database: &str, statements: &str) -> Output {
    psql_as(USER, folder, database, statements)
}

fn psql_as(role: &str, folder: &Path, database: &str, statements: &str) -> Output {
    Command::new(program("psql"))
        .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"])
        .args(["-U", role, "-d", database, "-c", statements])
        .arg("-h")
        .arg(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn sql(folder: &Path, database: &str, statements: &str) -> String {
    let output = psql(folder, database, statements);
    assert!(
        output.status.success(),
        "{statements}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The newest installed version of a program.
fn program(name: &str) -> String {
    let mut found: Vec<PathBuf> = PROGRAM_FOLDERS
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin").join(name)))
        .filter(|path| path.exists())
        .collect();
    found.sort();
    if let Some(path) = found.pop() {
        return path.display().to_string();
    }
    let on_path = Command::new(name).arg("--version").output();
    assert!(
        on_path.is_ok(),
        "these tests need PostgreSQL 14 or later with initdb and pg_ctl (Debian: apt-get install \
         postgresql), and found no {name}"
    );
    name.to_owned()
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout.starts_with(b"0\n")
}

/// A command as the user that the server runs as.
fn as_server(program: &str) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", program]);
        command
    } else {
        Command::new(program)
    };
    // The tests' folder need not be the server's to enter.
    command.current_dir("/");
    command
}

fn succeed(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn remove(folder: &Path) {
    if folder.exists() {
        std::fs::remove_dir_all(folder).unwrap();
    }
}
