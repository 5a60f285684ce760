//! A signing key in a real PKCS#11 token: SoftHSM.
//!
//! SoftHSM reads from the environment where its tokens are, and a process cannot safely change its
//! own. So each test here starts this program again, with the environment set, for one of the
//! tests below that are ignored otherwise.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::Timestamp;
use seal::{KeyFolder, KeyKind, Keys, NewPlace, Randomness, TOKEN_SESSIONS_MAX, jws};

const MODULES: [&str; 3] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
];

/// The folder that the inner test works in is the current one.
const CONFIGURATION: &str = "softhsm2.conf";
const PIN: &str = "270926";

fn module() -> PathBuf {
    let found = MODULES.iter().map(Path::new).find(|path| path.exists());
    found
        .expect("SoftHSM is installed (Debian's package softhsm2)")
        .to_owned()
}

/// Runs an ignored test of this file in a folder with a fresh token of its own.
fn run_inside(test: &str) {
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path();
    fs::create_dir(folder.join("tokens")).unwrap();
    let configuration = format!(
        "directories.tokendir = {}/tokens\nlog.level = ERROR\n",
        folder.display()
    );
    fs::write(folder.join(CONFIGURATION), configuration).unwrap();
    write_pin(folder, PIN);
    init_token(folder, "mohar");
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", test])
        .current_dir(folder)
        .env("SOFTHSM2_CONF", folder.join(CONFIGURATION))
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
    assert!(words.contains("1 passed"), "no such test: {words}");
}

fn write_pin(folder: &Path, pin: &str) {
    let path = folder.join("pin");
    fs::write(&path, format!("{pin}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
}

fn init_token(folder: &Path, label: &str) {
    let made = Command::new("softhsm2-util")
        .args([
            "--init-token",
            "--free",
            "--label",
            label,
            "--pin",
            PIN,
            "--so-pin",
            "12345678",
        ])
        .env("SOFTHSM2_CONF", folder.join(CONFIGURATION))
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
}

#[test]
fn a_token_signs_what_everybody_can_verify() {
    run_inside("inside_signs");
}

#[test]
fn a_token_that_refuses_gives_no_signature() {
    run_inside("inside_refuses");
}

#[test]
fn more_threads_than_sessions_all_get_their_signatures() {
    run_inside("inside_many_threads");
}

fn now() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

/// A key folder in the current folder whose signing key is in the token.
fn folder(object: Option<String>) -> KeyFolder {
    let folder = KeyFolder::new(Path::new("keys"));
    let random = Randomness::system();
    folder.load_or_create("Test", now(), &random).unwrap();
    let place = NewPlace::Token {
        module: module(),
        token: "mohar".into(),
        pin_file: fs::canonicalize("pin").unwrap(),
        object,
    };
    let id = folder
        .add(KeyKind::Signing, &place, "Test", now(), &random)
        .unwrap();
    folder
        .rotate(KeyKind::Signing, &id, now(), now(), now())
        .unwrap();
    folder
}

fn sign(keys: &Keys, data: &str) -> String {
    let key = keys.signing.at(now()).unwrap();
    let input = jws::signing_input(key.key_id(), "Test", data);
    jws::compact(&input, &key.sign(input.as_bytes()).unwrap())
}

#[test]
#[ignore = "runs inside a process that has a token"]
fn inside_signs() {
    let folder = folder(None);
    let keys = folder.load().unwrap();
    let key = keys.signing.at(now()).unwrap();
    assert!(key.is_in_token());
    key.prove().unwrap();
    let token = sign(&keys, "{}");
    assert_eq!(
        token,
        sign(&keys, "{}"),
        "the same bytes, so that it can be put together again"
    );
    assert!(keys.signing.ring().verify(&token).is_ok());
    // Nothing secret is in the folder.
    let files = fs::read_dir("keys/signing").unwrap();
    let texts = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    let private = texts.filter(|text| text.contains("PRIVATE KEY")).count();
    assert_eq!(private, 1, "only the first key, which is in a file");
    let listed = fs::read_to_string("keys/signing/keys.json").unwrap();
    assert!(!listed.contains(PIN), "{listed}");

    // A key that is there already can be taken, under a certificate of its own.
    let object = listed.split("\"object\": \"").nth(1).unwrap();
    let object = object.split('"').next().unwrap().to_owned();
    let again = self::folder(Some(object)).load().unwrap();
    let second = again.signing.at(now()).unwrap();
    assert_ne!(second.key_id(), key.key_id());
    assert_eq!(second.public().modulus(), key.public().modulus());

    // A request for a certificate is signed by the token too.
    let subject = seal::Subject {
        common_name: "Test".into(),
        organization: None,
        country: None,
    };
    assert!(
        second
            .certificate_request(&subject)
            .unwrap()
            .contains("REQUEST")
    );
}

#[test]
#[ignore = "runs inside a process that has a token"]
fn inside_refuses() {
    let folder = folder(None);
    let fresh = || folder.load().unwrap().signing.at(now()).unwrap();
    let reason = |key: &seal::SigningKey| key.sign(b"a").unwrap_err().reason;
    fresh().prove().unwrap();

    fs::set_permissions("pin", fs::Permissions::from_mode(0o644)).unwrap();
    assert!(reason(&fresh()).contains("read by other users"));
    fs::remove_file("pin").unwrap();
    assert!(reason(&fresh()).contains("pin cannot be used"));
    write_pin(Path::new("."), PIN);
    fresh().prove().unwrap();

    // The manifest may name a token, an object or a module that is not there.
    let path = "keys/signing/keys.json";
    let listed = fs::read_to_string(path).unwrap();
    for (right, wrong, words) in [
        (
            "\"token\": \"mohar\"",
            "\"token\": \"other\"",
            "no token with the label",
        ),
        (
            "\"object\": \"",
            "\"object\": \"00",
            "no key with the identifier",
        ),
        ("\"object\": \"", "\"object\": \"x", "not hexadecimal"),
        ("libsofthsm2.so", "libsofthsm3.so", "cannot be loaded"),
    ] {
        let changed = listed.replace(right, wrong);
        assert_ne!(changed, listed);
        fs::write(path, changed).unwrap();
        let found = reason(&fresh());
        assert!(found.contains(words), "{found}");
    }
    fs::write(path, listed).unwrap();
    fresh().prove().unwrap();
}

#[test]
#[ignore = "runs inside a process that has a token"]
fn inside_many_threads() {
    let keys = folder(None).load().unwrap();
    let ring = keys.signing.ring();
    std::thread::scope(|scope| {
        for thread in 0..3 * TOKEN_SESSIONS_MAX {
            let (keys, ring) = (&keys, &ring);
            scope.spawn(move || {
                for round in 0..5 {
                    let data = format!("{{\"a\":{thread},\"b\":{round}}}");
                    assert_eq!(ring.verify(&sign(keys, &data)).unwrap().data, data);
                }
            });
        }
    });
}
