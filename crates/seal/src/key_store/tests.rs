//! A key folder from its first start on.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::*;
use crate::key_files::{FILE_BYTES_MAX, LOCK_FILE};

fn start(directory: &Path) -> Result<Keys, KeyStoreFault> {
    let now = "2025-06-01T00:00:00Z".parse().unwrap();
    load_or_create(directory, "Test", now, &Randomness::system())
}

fn noon() -> Timestamp {
    "2025-06-01T12:00:00Z".parse().unwrap()
}

fn key_id(keys: &Keys) -> String {
    keys.signing.at(noon()).unwrap().key_id().to_owned()
}

fn login(keys: &Keys) -> String {
    keys.login.at(noon()).public_pem()
}

/// Something sealed under the data key of one set and opened under that of the other.
fn same_data_key(one: &Keys, other: &Keys) -> bool {
    let sealed = one.data.seal(b"a", b"c", noon(), &Randomness::system());
    other.data.open(&sealed, b"c").is_ok()
}

/// All files below a folder, by their paths in it.
fn files(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(
                files(&path)
                    .into_iter()
                    .map(|file| format!("{name}/{file}")),
            );
        } else {
            found.push(name);
        }
    }
    found.sort();
    found
}

/// The file whose path ends so.
fn file(directory: &Path, end: &str) -> PathBuf {
    let names = files(directory);
    let name = names.iter().find(|name| name.ends_with(end));
    directory.join(name.unwrap())
}

#[test]
fn the_second_start_finds_the_keys_of_the_first() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("deep/keys");
    let first = start(&path).unwrap();
    let second = start(&path).unwrap();
    assert_eq!(key_id(&first), key_id(&second));
    assert_eq!(login(&first), login(&second));
    assert!(same_data_key(&first, &second));
    assert_eq!(first.otp.to_base64(), second.otp.to_base64());
    let kid = key_id(&first);
    let found = files(&path);
    let login_file = found[3].clone();
    let expected = [
        "data/1.key".to_owned(),
        "data/keys.json".to_owned(),
        LOCK_FILE.to_owned(),
        login_file.clone(),
        "login/keys.json".to_owned(),
        OTP_KEY_FILE.to_owned(),
        format!("signing/{kid}.crt.pem"),
        format!("signing/{kid}.key.pem"),
        "signing/keys.json".to_owned(),
    ];
    assert_eq!(found, expected);
    assert!(login_file.ends_with(".key.pem"), "{login_file}");
    for name in expected {
        let mode = fs::metadata(path.join(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    for folder in ["", "signing", "login", "data"] {
        let mode = fs::metadata(path.join(folder))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o700, "{folder}");
    }
}

#[test]
fn reading_makes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("keys");
    let fault = load(&path).unwrap_err();
    assert!(matches!(fault, KeyStoreFault::Lost { .. }), "{fault}");
    assert!(!path.exists());
    let first = start(&path).unwrap();
    assert_eq!(load(&path).unwrap().otp.to_base64(), first.otp.to_base64());
    fs::remove_file(path.join(OTP_KEY_FILE)).unwrap();
    let fault = load(&path).unwrap_err();
    assert!(matches!(fault, KeyStoreFault::Lost { .. }), "{fault}");
}

#[test]
fn processes_that_start_at_once_agree() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    let ids: Vec<String> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| key_id(&start(path).unwrap())))
            .collect();
        starts
            .into_iter()
            .map(|start| start.join().unwrap())
            .collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[test]
fn keys_that_others_can_read_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    start(directory.path()).unwrap();
    for mode in [0o640, 0o604, 0o620] {
        let path = directory.path().join(OTP_KEY_FILE);
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let fault = start(directory.path()).unwrap_err();
        assert!(matches!(fault, KeyStoreFault::Exposed { .. }), "{fault}");
        assert!(
            fault.to_string().contains(&format!("mode {mode:o}")),
            "{fault}"
        );
    }
}

#[test]
fn a_lost_key_is_not_made_anew() {
    let all = tempfile::tempdir().unwrap();
    start(all.path()).unwrap();
    let count = files(all.path()).len();
    for index in 0..count {
        let directory = tempfile::tempdir().unwrap();
        start(directory.path()).unwrap();
        let name = files(directory.path())[index].clone();
        if name == LOCK_FILE || name == "signing/keys.json" {
            continue;
        }
        fs::remove_file(directory.path().join(&name)).unwrap();
        let fault = start(directory.path()).unwrap_err();
        assert!(matches!(fault, KeyStoreFault::Lost { .. }), "{fault}");
        assert!(fault.to_string().contains(&name), "{fault}");
    }
}

#[test]
fn an_interrupted_first_start_is_finished_by_the_next() {
    let directory = tempfile::tempdir().unwrap();
    let before = start(directory.path()).unwrap();
    for name in ["signing/keys.json", OTP_KEY_FILE] {
        fs::remove_file(directory.path().join(name)).unwrap();
    }
    fs::write(directory.path().join("otp-key.new"), "half").unwrap();
    let after = start(directory.path()).unwrap();
    assert_eq!(login(&before), login(&after));
    assert!(same_data_key(&before, &after));
    assert_ne!(before.otp.to_base64(), after.otp.to_base64());
    assert!(!directory.path().join("otp-key.new").exists());
}

#[test]
fn the_layout_before_is_taken_over_with_its_keys() {
    let new = tempfile::tempdir().unwrap();
    let before = start(new.path()).unwrap();
    let read = |end: &str| fs::read_to_string(file(new.path(), end)).unwrap();
    let kid = key_id(&before);
    let signing = read(&format!("{kid}.key.pem")) + &read(&format!("{kid}.crt.pem"));
    let login_pem = fs::read_to_string(new.path().join(&files(new.path())[3])).unwrap();
    let old = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("signing-key.pem", signing),
        ("login-key.pem", login_pem),
        ("data-key", read("1.key")),
        (OTP_KEY_FILE, read(OTP_KEY_FILE)),
    ] {
        let path = old.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    for _ in 0..2 {
        let after = load(old.path()).unwrap();
        assert_eq!(key_id(&after), kid);
        assert_eq!(login(&after), login(&before));
        assert!(same_data_key(&before, &after));
        assert_eq!(files(old.path()), files(new.path()));
    }
}

#[test]
fn a_broken_file_is_named() {
    let directory = tempfile::tempdir().unwrap();
    start(directory.path()).unwrap();
    let path = directory.path().join("data/1.key");
    fs::write(&path, "AAAA").unwrap();
    let fault = start(directory.path()).unwrap_err();
    assert!(matches!(fault, KeyStoreFault::Key { .. }), "{fault}");
    let bytes_max = usize::try_from(FILE_BYTES_MAX).unwrap();
    fs::write(&path, "A".repeat(bytes_max + 1)).unwrap();
    let fault = start(directory.path()).unwrap_err();
    assert!(matches!(fault, KeyStoreFault::File { .. }), "{fault}");
    let path = directory.path().join("login/keys.json");
    for text in [
        "{}",
        "{\"format\":2,\"keys\":[]}",
        "{\"format\":1,\"keys\":[]}",
        "x",
    ] {
        fs::write(&path, text).unwrap();
        let fault = load(directory.path()).unwrap_err();
        assert!(
            matches!(fault, KeyStoreFault::Manifest { .. }),
            "{text}: {fault}"
        );
    }
}

#[test]
fn a_certificate_of_another_key_is_refused() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    start(one.path()).unwrap();
    start(other.path()).unwrap();
    fs::copy(file(other.path(), ".crt.pem"), file(one.path(), ".crt.pem")).unwrap();
    let fault = load(one.path()).unwrap_err();
    assert!(matches!(fault, KeyStoreFault::Key { .. }), "{fault}");
}

#[test]
fn what_did_not_change_is_not_read_again() {
    let directory = tempfile::tempdir().unwrap();
    let folder = KeyFolder::new(directory.path());
    folder
        .load_or_create("Test", noon(), &Randomness::system())
        .unwrap();
    assert!(folder.reload().unwrap().is_none());
    let path = directory.path().join("data/keys.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n")).unwrap();
    assert!(folder.reload().unwrap().is_some());
    assert!(folder.reload().unwrap().is_none());
    // A list that cannot be read is asked for again until it can.
    fs::write(&path, "x").unwrap();
    assert!(folder.reload().is_err());
    assert!(folder.reload().is_err());
    fs::write(&path, text).unwrap();
    assert!(folder.reload().unwrap().is_some());
}

#[test]
fn no_secret_prints() {
    let keys = Keys::throw_away("T", Timestamp::UNIX_EPOCH, &Randomness::system());
    let shown = format!("{keys:?}");
    assert!(!shown.contains(&keys.otp.to_base64()), "{shown}");
    // Only public halves have long runs of numbers or letters in them.
    let bare = shown.replace(&format!("{:?}", keys.signing.public()[0]), "");
    assert!(bare.len() < 700, "{bare}");
}
