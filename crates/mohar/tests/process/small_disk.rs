//! A full disk under a SQLite database whose audit log has room: the database is what fails first.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::health::generate;
use crate::support::portal::{Installation, PortalProcess};
use crate::support::{MOHAR, invoice};

/// Mounts a disk of 4 MiB, puts the database there and becomes the program.
const SCRIPT: &str = r#"
mount -t tmpfs -o size=4m,mode=700 tmpfs "$0" && cp -p "$1"/mohar.db* "$0"/ && shift && exec "$@"
"#;

/// A program of util-linux that begins a mount namespace: nobody else sees the disk. Whoever is not
/// root needs a user namespace for it.
fn namespace() -> Command {
    let mut command = Command::new("unshare");
    let user = ["--map-root-user", "--mount", "true"];
    let tried = Command::new("unshare")
        .args(user)
        .stderr(Stdio::null())
        .status();
    if tried.is_ok_and(|status| status.success()) {
        command.arg("--map-root-user");
    }
    command.arg("--mount");
    command
}

/// Whether this machine lets us mount anything.
fn can_mount() -> bool {
    let tried = namespace()
        .args(["mount", "-t", "tmpfs", "tmpfs", "/mnt"])
        .status();
    tried.is_ok_and(|status| status.success())
}

/// A portal whose database is on a small disk of its own, where such a disk can be had.
fn serve(installation: &Installation) -> Option<PortalProcess> {
    if !can_mount() {
        eprintln!("not tried: neither root nor a user namespace may mount a small disk here");
        return None;
    }
    let disk = installation.path("disk");
    fs::create_dir(&disk).unwrap();
    let config = fs::read_to_string(installation.config()).unwrap();
    let moved = config.replace("\"mohar.db\"", "\"disk/mohar.db\"");
    assert_ne!(moved, config);
    fs::write(installation.config(), moved).unwrap();
    let mut command = namespace();
    command.args(["sh", "-c", SCRIPT]).arg(&disk);
    command.arg(disk.parent().unwrap()).arg(MOHAR);
    Some(installation.serve_by(command))
}

/// Where the disk's filling is, seen from outside.
fn filling(installation: &Installation, portal: &PortalProcess) -> PathBuf {
    let disk = installation.path("disk");
    let root = PathBuf::from(format!("/proc/{}/root", portal.id()));
    let inside = disk.strip_prefix("/").unwrap();
    assert!(root.join(inside).join("mohar.db").exists(), "it is there");
    assert!(!disk.join("mohar.db").exists(), "and nowhere else");
    root.join(inside).join("filling")
}

/// Writes until nothing more fits.
fn fill(path: &Path) {
    let mut file = File::create(path).unwrap();
    for piece in [64 * 1024, 1] {
        let full = loop {
            if let Err(error) = file.write_all(&vec![1; piece]) {
                break error;
            }
        };
        assert_eq!(full.kind(), ErrorKind::StorageFull, "{full}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_of_the_database_alone_is_told_and_loses_nothing() {
    let installation = Installation::new("");
    let account = installation.account().await;
    let Some(portal) = serve(&installation) else {
        return;
    };
    let client = portal.client(&account);
    let supplier = account.0.gstin.as_str();
    let document = |number: usize| invoice(supplier, &format!("SMALL/{number}"));
    let mut kept = Vec::new();
    for number in 1..=3 {
        kept.push(client.generate(&document(number)).await.unwrap());
    }
    let session = client.authenticate().await.unwrap();
    let filling = filling(&installation, &portal);
    fill(&filling);

    // Room that the database had already may take a few more.
    let refused = loop {
        let next = document(kept.len() + 1);
        match client.generate(&next).await {
            Ok(registered) => kept.push(registered),
            Err(full) => {
                assert!(full.has_code("5001"), "{full}");
                break next;
            }
        }
        assert!(kept.len() < 500, "the disk is full");
    };
    let caller = (account.0.clone(), session);
    let (status, retry_after, body) = generate(&portal, &caller, &refused).await;
    assert_eq!(status, 503, "{body}");
    let retry_after: Option<u32> = retry_after.map(|seconds| seconds.parse().unwrap());
    assert!(retry_after.is_some_and(|seconds| seconds > 0), "{body}");
    let shape = r#"{"Status":0,"ErrorDetails":[{"ErrorCode":"5001""#;
    assert!(
        body.starts_with(shape) && body.contains("database"),
        "{body}"
    );
    let logged = portal.logged();
    let said = |line: &Value| line.to_string().contains("disk is full");
    assert!(logged.iter().any(said), "{logged:?}");
    let (status, ready) = portal.asked("/readyz").await;
    let told = r#"{"ready":false,"draining":false,"database":"unavailable","audit":"writes"}"#;
    assert_eq!((status, ready.as_str()), (503, told));

    // What was answered can be read, and many who come at once all get the same answer.
    for one in &kept {
        assert_eq!(&client.get_by_irn(&one.irn).await.unwrap(), one);
    }
    let waiting = [1, 2, 3].map(|more| document(kept.len() + more));
    let [one, two, three] = waiting.each_ref();
    let answers = tokio::join!(
        generate(&portal, &caller, one),
        generate(&portal, &caller, two),
        generate(&portal, &caller, three),
    );
    for (status, _, body) in [answers.0, answers.1, answers.2] {
        assert_eq!(status, 503, "{body}");
    }

    fs::remove_file(&filling).unwrap();
    for one in &waiting {
        kept.push(client.generate(one).await.unwrap());
    }
    let mut numbers: Vec<_> = kept.iter().map(|one| one.ack_no).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), kept.len(), "none was given out twice");
    for one in &kept {
        assert_eq!(&client.get_by_irn(&one.irn).await.unwrap(), one);
    }
    // What the database said is good for a second.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert_eq!(portal.asked("/readyz").await.0, 200);
    never_lost(&installation);
}

/// The audit log had room all the time.
fn never_lost(installation: &Installation) {
    let chain = installation.chain("portal-1");
    assert!(!chain.contains("audit log mended"), "{chain}");
    let (signed, registered) = ("\"event\":\"signed\"", "\"event\":\"registered\"");
    let (signed, registered) = (chain.matches(signed), chain.matches(registered));
    assert!(signed.count() > registered.count(), "{chain}");
}
