//! Three PostgreSQL servers under Patroni, with etcd to agree by and HAProxy in front: one address,
//! behind which there is always the server that accepts writes.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::service::{Service, as_server};

/// How many servers there are.
const NODES: usize = 3;
/// How long the servers may take until all three are at work, at first and after a fault.
const WHOLE_WITHIN: Duration = Duration::from_secs(240);
/// After this time a supervisor starts a program again that died.
const STARTED_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// All of it; gone with this value.
pub(super) struct Servers {
    folder: PathBuf,
    nodes: Vec<Node>,
    proxy: Service,
    proxy_port: u16,
    _etcd: Service,
}

/// A server and the Patroni that looks after it.
struct Node {
    name: String,
    data: PathBuf,
    /// Patroni's own address, which tells who is what.
    rest: String,
    patroni: Service,
}

/// What dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// `kill -9` of the primary's postmaster.
    Primary,
    /// `kill -9` of the Patroni beside the primary; started again as a supervisor does.
    Patroni,
    /// `kill -9` of HAProxy; started again likewise.
    Proxy,
}

impl Servers {
    /// Starts everything in a folder, which is emptied, and waits until it is whole.
    pub(super) async fn start(folder: &Path) -> Self {
        if folder.exists() {
            fs::remove_dir_all(folder).unwrap();
        }
        fs::create_dir_all(folder).unwrap();
        watch(folder);
        let [client, peer, proxy_port, ports @ ..] = free_ports::<{ 3 + 2 * NODES }>();
        let etcd = etcd(folder, client, peer);
        let ports: Vec<_> = ports.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        let proxy = proxy(folder, proxy_port, &ports);
        let nodes = (1..).zip(&ports);
        let nodes = nodes.map(|(number, &ports)| Node::start(folder, number, ports, client));
        let made = Self {
            folder: folder.to_owned(),
            nodes: nodes.collect(),
            proxy,
            proxy_port,
            _etcd: etcd,
        };
        made.whole().await;
        made
    }

    /// How a program reaches a database on the primary.
    pub(super) fn url(&self, database: &str) -> String {
        let port = self.proxy_port;
        format!("postgres://postgres@127.0.0.1:{port}/{database}")
    }

    /// Runs a statement on the primary.
    pub(super) fn sql(&self, database: &str, statement: &str) -> String {
        let output = Command::new("psql")
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"])
            .args(["-d", &*self.url(database), "-c", statement])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{statement}: {said}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Waits until there are a primary, a synchronous replica and another replica, all at work.
    /// Returns the primary's name.
    pub(super) async fn whole(&self) -> String {
        let until = Instant::now() + WHOLE_WITHIN;
        loop {
            let members = self.members().await;
            if let Some(primary) = whole(&members) {
                return primary;
            }
            assert!(
                Instant::now() < until,
                "not whole in time: {members:?}; see {}",
                self.folder.display()
            );
            sleep(Duration::from_millis(250)).await;
        }
    }

    /// Kills something, and starts again what nobody else does.
    pub(super) async fn strike(&mut self, fault: Fault, primary: &str) {
        let nodes = self.nodes.iter_mut();
        let node = nodes.into_iter().find(|node| node.name == primary);
        let node = node.unwrap();
        let struck = match fault {
            Fault::Primary => {
                signal("KILL", &node.postmaster().unwrap());
                return;
            }
            Fault::Patroni => &mut node.patroni,
            Fault::Proxy => &mut self.proxy,
        };
        struck.kill();
        sleep(STARTED_AGAIN_AFTER).await;
        struck.start_again();
    }

    /// What the first Patroni that answers says about all.
    async fn members(&self) -> Vec<Value> {
        for node in &self.nodes {
            let asked = reqwest::Client::new()
                .get(format!("{}/cluster", node.rest))
                .timeout(Duration::from_secs(2));
            if let Ok(answer) = asked.send().await
                && let Ok(Value::Object(mut cluster)) = answer.json().await
                && let Some(Value::Array(members)) = cluster.remove("members")
            {
                return members;
            }
        }
        Vec::new()
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        for node in &mut self.nodes {
            node.patroni.kill();
            if let Some(postmaster) = node.postmaster() {
                signal("QUIT", &postmaster);
            }
        }
        for node in &self.nodes {
            // Its last words are in the log; the data is of no use to anybody.
            for _ in 0..50 {
                if node.postmaster().is_none() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
            let _ = fs::remove_dir_all(&node.data);
        }
    }
}

impl Node {
    fn start(folder: &Path, number: usize, (port, rest_port): (u16, u16), etcd_port: u16) -> Self {
        let name = format!("node{number}");
        let own = own_folder(folder, &name);
        let data = own.join("data");
        let settings = json!({
            "scope": "soak",
            "name": name,
            "restapi": {
                "listen": format!("127.0.0.1:{rest_port}"),
                "connect_address": format!("127.0.0.1:{rest_port}"),
            },
            "etcd3": { "hosts": [format!("127.0.0.1:{etcd_port}")] },
            "bootstrap": {
                "dcs": agreed(),
                "initdb": [{ "encoding": "UTF8" }, { "locale": "C" }, "data-checksums"],
            },
            "postgresql": {
                "listen": format!("127.0.0.1:{port}"),
                "connect_address": format!("127.0.0.1:{port}"),
                "data_dir": data,
                "bin_dir": programs(),
                "pgpass": own.join("pgpass"),
                "authentication": {
                    "superuser": { "username": "postgres" },
                    "replication": { "username": "replicator" },
                },
                "parameters": { "unix_socket_directories": "" },
                "pg_hba": [
                    "host all all 127.0.0.1/32 trust",
                    "host replication replicator 127.0.0.1/32 trust",
                ],
            },
        });
        // JSON is YAML.
        let file = folder.join(format!("{name}.yml"));
        fs::write(&file, settings.to_string()).unwrap();
        let line = ["patroni", file.to_str().unwrap()];
        let patroni = Service::start(folder, &name, &line);
        let rest = format!("http://127.0.0.1:{rest_port}");
        Self {
            name,
            data,
            rest,
            patroni,
        }
    }

    /// The number of its server's first process, if it runs.
    fn postmaster(&self) -> Option<String> {
        let file = fs::read_to_string(self.data.join("postmaster.pid")).ok()?;
        file.lines().next().map(|line| line.trim().to_owned())
    }
}

/// What all Patronis agree on. Two seconds until a death is seen, and no waiting for the dead: a
/// replica takes over at once. Nothing is committed that is not on two servers.
fn agreed() -> Value {
    json!({
        "ttl": 20,
        "loop_wait": 2,
        "retry_timeout": 5,
        "primary_start_timeout": 0,
        "synchronous_mode": true,
        "synchronous_mode_strict": true,
        "postgresql": {
            "use_pg_rewind": true,
            "use_slots": true,
            "parameters": {
                "synchronous_commit": "on",
                "fsync": "on",
                "full_page_writes": "on",
                "max_connections": 200,
                "shared_buffers": "32MB",
                "wal_keep_size": "256MB",
            },
        },
    })
}

fn etcd(folder: &Path, client: u16, peer: u16) -> Service {
    let data = own_folder(folder, "etcd");
    let (client, peer) = (
        format!("http://127.0.0.1:{client}"),
        format!("http://127.0.0.1:{peer}"),
    );
    let cluster = format!("soak={peer}");
    let line = [
        "etcd",
        "--name=soak",
        "--data-dir",
        data.to_str().unwrap(),
        "--listen-client-urls",
        &client,
        "--advertise-client-urls",
        &client,
        "--listen-peer-urls",
        &peer,
        "--initial-advertise-peer-urls",
        &peer,
        "--initial-cluster",
        &cluster,
    ];
    Service::start(folder, "etcd", &line)
}

/// Sends every connection to the server whose Patroni says that it is the primary, and cuts those
/// to one that is so no longer.
fn proxy(folder: &Path, port: u16, nodes: &[(u16, u16)]) -> Service {
    let mut text = format!(
        "global\n    maxconn 1000\n\
         defaults\n    mode tcp\n    timeout connect 2s\n    timeout check 2s\n    \
         timeout client 1h\n    timeout server 1h\n\
         listen primary\n    bind 127.0.0.1:{port}\n    option httpchk GET /primary\n    \
         http-check expect status 200\n    \
         default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions\n"
    );
    for (number, (server, patroni)) in (1..).zip(nodes) {
        let row = format!("    server node{number} 127.0.0.1:{server} check port {patroni}\n");
        text.push_str(&row);
    }
    let file = folder.join("haproxy.cfg");
    fs::write(&file, text).unwrap();
    let line = ["/usr/sbin/haproxy", "-db", "-f", file.to_str().unwrap()];
    Service::start(folder, "haproxy", &line)
}

/// The primary's name if nothing is missing.
fn whole(members: &[Value]) -> Option<String> {
    let of = |role: &str| {
        let mut found = members.iter().filter(|member| {
            let at_work = ["running", "streaming"]
                .iter()
                .any(|s| member["state"] == *s);
            at_work && member["role"] == role
        });
        found.next().filter(|_| found.next().is_none())
    };
    let primary = of("leader")?;
    let replicas = [of("sync_standby")?, of("replica")?];
    let same_line = |replica: &&Value| replica["timeline"] == primary["timeline"];
    let whole = members.len() == NODES && replicas.iter().all(same_line);
    whole.then(|| primary["name"].as_str().unwrap_or_default().to_owned())
}

/// A folder that the servers' user owns and nobody else enters.
fn own_folder(folder: &Path, name: &str) -> PathBuf {
    let own = folder.join(name);
    fs::create_dir(&own).unwrap();
    let as_user = as_server("id").args(["-u"]).output().unwrap();
    assert!(as_user.status.success(), "there is no user postgres");
    let user = String::from_utf8(as_user.stdout).unwrap();
    let uid = user.trim().parse().unwrap();
    std::os::unix::fs::chown(&own, Some(uid), None).unwrap();
    let only_own = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    fs::set_permissions(&own, only_own).unwrap();
    own
}

/// The folder of the newest PostgreSQL.
fn programs() -> PathBuf {
    let folders = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let found = folders.flatten().map(|version| version.path().join("bin"));
    let newest = found.filter(|bin| bin.join("initdb").exists()).max();
    newest.expect("Debian's postgresql is installed; `cargo xtask soak` does it")
}

/// Ports that nobody listens on.
fn free_ports<const COUNT: usize>() -> [u16; COUNT] {
    // All at once, so that none is given twice.
    let held = [(); COUNT].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|listener| listener.local_addr().unwrap().port())
}

/// Sends a signal to a process that may have gone. (The shell's own `kill`: the program is not
/// everywhere.)
fn signal(name: &str, process: &str) {
    let script = format!("kill -{name} {process} 2>/dev/null");
    Command::new("sh").args(["-c", &*script]).status().unwrap();
}

/// Leaves a shell behind that ends what is left if this process is killed. Every number is in a
/// file of the folder.
fn watch(folder: &Path) {
    let process = std::process::id();
    let script = format!(
        "while kill -0 {process}; do sleep 1; done; cd '{}' || exit; \
         for file in *.pid; do kill -9 $(cat $file); done; \
         for file in node*/data/postmaster.pid; do kill -QUIT $(head -n 1 $file); done",
        folder.display()
    );
    let spawned = Command::new("setsid")
        .args(["sh", "-c", &*script])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    drop(spawned.unwrap());
}
