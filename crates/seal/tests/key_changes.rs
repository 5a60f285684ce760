//! Keys that come and go, as an operator makes them.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::Path;

use jiff::{Timestamp, ToSpan as _};
use rcgen::{CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, PublicKeyData};
use seal::{
    KeyChangeFault, KeyFault, KeyFolder, KeyKind, Keys, NewPlace, Randomness, Subject,
    VerifyingKey, jws,
};
use tempfile::TempDir;
use x509_parser::prelude::FromDer as _;

struct Folder {
    directory: TempDir,
    keys: KeyFolder,
    random: Randomness,
}

fn start() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn hour(hours: i64) -> Timestamp {
    start() + hours.hours()
}

impl Folder {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let folder = KeyFolder::new(directory.path());
        let random = Randomness::system();
        folder.load_or_create("Test", start(), &random).unwrap();
        Self {
            directory,
            keys: folder,
            random,
        }
    }

    fn keys(&self) -> Keys {
        self.keys.load().unwrap()
    }

    fn add(&self, kind: KeyKind, now: Timestamp) -> String {
        let place = NewPlace::File;
        let added = self.keys.add(kind, &place, "Test", now, &self.random);
        added.unwrap()
    }

    fn in_use(&self, kind: KeyKind, now: Timestamp) -> String {
        let listed = self.keys.list(now).unwrap();
        let mut of_kind = listed.into_iter().filter(|key| key.kind == kind);
        of_kind.find(|key| key.in_use).unwrap().id
    }

    fn rotate(&self, kind: KeyKind, to: &str, at: Timestamp) {
        let now = start();
        self.keys.rotate(kind, to, at, at, now).unwrap();
    }
}

fn token(keys: &Keys, at: Timestamp) -> String {
    let key = keys.signing.at(at).unwrap();
    let input = jws::signing_input(key.key_id(), "Test", "{}");
    jws::compact(&input, &key.sign(input.as_bytes()).unwrap())
}

#[test]
fn a_new_signing_key_waits_until_it_is_given_a_time() {
    let folder = Folder::new();
    let first = folder.in_use(KeyKind::Signing, hour(0));
    let second = folder.add(KeyKind::Signing, hour(1));
    let keys = folder.keys();
    assert_eq!(keys.signing.at(hour(9)).unwrap().key_id(), first);
    assert_eq!(
        keys.signing.public().len(),
        1,
        "nobody hears of a key without a time"
    );

    folder.rotate(KeyKind::Signing, &second, hour(10));
    let keys = folder.keys();
    let last_second = hour(10) - 1.second();
    assert_eq!(keys.signing.at(last_second).unwrap().key_id(), first);
    assert_eq!(keys.signing.at(hour(10)).unwrap().key_id(), second);
    assert_eq!(folder.in_use(KeyKind::Signing, last_second), first);
    assert_eq!(folder.in_use(KeyKind::Signing, hour(10)), second);
}

#[test]
fn tokens_of_every_time_verify_at_every_time() {
    let folder = Folder::new();
    let second = folder.add(KeyKind::Signing, hour(1));
    folder.rotate(KeyKind::Signing, &second, hour(10));
    let third = folder.add(KeyKind::Signing, hour(1));
    folder.rotate(KeyKind::Signing, &third, hour(20));
    let keys = folder.keys();
    let tokens = [hour(0), hour(10), hour(20)].map(|at| token(&keys, at));
    let set = seal::jwks(&keys.signing.public());
    let dates: Vec<_> = set["keys"].as_array().unwrap().iter().collect();
    assert_eq!(dates[0]["exp"], hour(10).as_second());
    assert_eq!(dates[1]["nbf"], hour(10).as_second());
    assert_eq!(dates[1]["exp"], hour(20).as_second());
    assert!(dates[2].get("exp").is_none());
    let ring = seal::KeyRing::new(VerifyingKey::from_jwks(&set.to_string()).unwrap());
    for token in tokens {
        assert!(ring.verify(&token).is_ok());
        assert!(keys.signing.ring().verify(&token).is_ok());
    }
}

#[test]
fn a_retired_key_verifies_without_its_private_half() {
    let folder = Folder::new();
    let old = token(&folder.keys(), hour(0));
    let first = folder.in_use(KeyKind::Signing, hour(0));
    let second = folder.add(KeyKind::Signing, hour(1));
    let private = folder
        .directory
        .path()
        .join(format!("signing/{first}.key.pem"));
    folder.rotate(KeyKind::Signing, &second, hour(10));
    fs::remove_file(private).unwrap();
    let keys = folder.keys();
    assert!(keys.signing.ring().verify(&old).is_ok());
    assert_eq!(keys.signing.at(hour(10)).unwrap().key_id(), second);
    assert!(
        keys.signing.at(hour(9)).is_none(),
        "its private half is gone"
    );
}

#[test]
fn a_clock_before_all_keys_gets_the_first() {
    let folder = Folder::new();
    let first = folder.in_use(KeyKind::Signing, hour(0));
    let second = folder.add(KeyKind::Signing, hour(1));
    folder.rotate(KeyKind::Signing, &second, hour(10));
    let keys = folder.keys();
    assert_eq!(keys.signing.at(hour(-1)).unwrap().key_id(), first);
}

#[test]
fn the_past_cannot_be_changed_and_a_key_begins_once() {
    let folder = Folder::new();
    let first = folder.in_use(KeyKind::Signing, hour(0));
    let second = folder.add(KeyKind::Signing, hour(1));
    let rotate = |to: &str, at, now| folder.keys.rotate(KeyKind::Signing, to, at, at, now);
    let early = rotate(&second, hour(1), hour(2));
    assert!(
        matches!(early, Err(KeyChangeFault::Past { .. })),
        "{early:?}"
    );
    let begun = rotate(&first, hour(3), hour(2));
    assert!(
        matches!(begun, Err(KeyChangeFault::Begun { .. })),
        "{begun:?}"
    );
    let unknown = rotate("ABC", hour(3), hour(2));
    assert!(
        matches!(unknown, Err(KeyChangeFault::Unknown { .. })),
        "{unknown:?}"
    );
    rotate(&second, hour(2), hour(2)).unwrap();
}

#[test]
fn a_key_begins_with_a_whole_second() {
    let folder = Folder::new();
    let second = folder.add(KeyKind::Signing, hour(1));
    folder.rotate(KeyKind::Signing, &second, hour(2) + 1.millisecond());
    let keys = folder.keys();
    assert_ne!(keys.signing.at(hour(2)).unwrap().key_id(), second);
    assert_eq!(
        keys.signing.at(hour(2) + 1.second()).unwrap().key_id(),
        second
    );
    let dates = seal::jwks(&keys.signing.public());
    assert_eq!(dates["keys"][0]["exp"], hour(2).as_second() + 1);
    assert_eq!(dates["keys"][1]["nbf"], hour(2).as_second() + 1);
}

#[test]
fn the_last_key_in_use_is_not_retired() {
    let folder = Folder::new();
    for kind in KeyKind::ALL {
        let first = folder.in_use(kind, hour(0));
        let retired = folder.keys.retire(kind, &first, hour(1), hour(0));
        assert!(
            matches!(retired, Err(KeyChangeFault::NothingLeft { .. })),
            "{kind}"
        );
        let second = folder.add(kind, hour(0));
        folder
            .keys
            .rotate(kind, &second, hour(2), hour(50), hour(0))
            .unwrap();
        folder.keys.retire(kind, &first, hour(3), hour(0)).unwrap();
        assert_eq!(folder.in_use(kind, hour(2)), second);
    }
}

#[test]
fn both_login_keys_open_until_the_old_one_is_retired() {
    let folder = Folder::new();
    let second = folder.add(KeyKind::Login, hour(0));
    let rotate = folder
        .keys
        .rotate(KeyKind::Login, &second, hour(1), hour(100), hour(0));
    rotate.unwrap();
    let keys = folder.keys();
    assert_eq!(keys.login.at(hour(0)).count(), 2);
    assert_eq!(keys.login.at(hour(99)).count(), 2);
    assert_eq!(keys.login.at(hour(100)).count(), 1);
    assert_ne!(
        keys.login.at(hour(0)).public_pem(),
        keys.login.at(hour(1)).public_pem()
    );
}

#[test]
fn data_is_sealed_under_the_new_number_and_opened_under_both() {
    let folder = Folder::new();
    let old = folder.keys().data.seal(b"a", b"c", hour(0), &folder.random);
    let second = folder.add(KeyKind::Data, hour(0));
    assert_eq!(second, "2");
    folder.rotate(KeyKind::Data, &second, hour(1));
    let keys = folder.keys();
    assert_eq!(keys.data.open(&old, b"c").unwrap(), b"a");
    let new = keys.data.seal(b"a", b"c", hour(1), &folder.random);
    assert_eq!(
        (seal::number_of(&old), seal::number_of(&new)),
        (Some(1), Some(2))
    );
    assert_eq!(folder.add(KeyKind::Data, hour(0)), "3");
}

/// An authority's certificate for the key of another certificate, with the authority's own.
fn issued(public: &VerifyingKey, from: Timestamp, until: Timestamp) -> String {
    let certificate = |name: &str| {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        let time = |at: Timestamp| time::OffsetDateTime::from_unix_timestamp(at.as_second());
        params.not_before = time(from).unwrap();
        params.not_after = time(until).unwrap();
        params
    };
    let mut authority = certificate("Invented CA");
    authority.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let own = certificate("Mohar signing");
    let own = own.signed_by(&Public::of(public), &authority).unwrap();
    format!("{}{}", own.pem(), authority.pem())
}

struct Public(Vec<u8>);

impl Public {
    fn of(key: &VerifyingKey) -> Self {
        let pem = pem::parse(key.public_key_pem().unwrap()).unwrap();
        let (_, outer) = x509_parser::x509::SubjectPublicKeyInfo::from_der(pem.contents()).unwrap();
        Self(outer.subject_public_key.data.to_vec())
    }
}

impl PublicKeyData for Public {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        &rcgen::PKCS_RSA_SHA256
    }
}

#[test]
fn a_waiting_key_takes_the_identity_of_its_issued_certificate() {
    let folder = Folder::new();
    let waiting = folder.add(KeyKind::Signing, hour(0));
    let key = folder.keys.signing_key(&waiting).unwrap();
    let subject = Subject {
        common_name: "Mohar signing".into(),
        organization: None,
        country: Some("IN".into()),
    };
    let request = key.certificate_request(&subject).unwrap();
    assert!(
        request.starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"),
        "{request}"
    );
    let pem = issued(&key.public(), hour(0), hour(9_000));
    let id = folder
        .keys
        .import_certificate(&waiting, &pem, hour(1))
        .unwrap();
    assert_ne!(id, waiting);
    folder.rotate(KeyKind::Signing, &id, hour(2));
    let keys = folder.keys();
    assert_eq!(keys.signing.public().len(), 2);
    let signing = keys.signing.at(hour(2)).unwrap();
    assert_eq!(signing.key_id(), id);
    assert_eq!(
        signing
            .certificate_pem()
            .matches("BEGIN CERTIFICATE")
            .count(),
        2
    );
    assert!(keys.signing.ring().verify(&token(&keys, hour(2))).is_ok());
    assert!(!exists(&folder, &format!("signing/{waiting}.crt.pem")));
}

fn exists(folder: &Folder, name: &str) -> bool {
    Path::new(folder.directory.path()).join(name).exists()
}

#[test]
fn a_key_in_use_keeps_its_old_identity_beside_the_new_one() {
    let folder = Folder::new();
    let old = token(&folder.keys(), hour(0));
    let first = folder.in_use(KeyKind::Signing, hour(0));
    let public = folder.keys().signing.public().remove(0);
    let pem = issued(&public, hour(0), hour(9_000));
    let id = folder
        .keys
        .import_certificate(&first, &pem, hour(1))
        .unwrap();
    folder.rotate(KeyKind::Signing, &id, hour(2));
    let keys = folder.keys();
    assert_eq!(keys.signing.at(hour(1)).unwrap().key_id(), first);
    assert_eq!(keys.signing.at(hour(2)).unwrap().key_id(), id);
    for token in [old, token(&keys, hour(2))] {
        assert!(keys.signing.ring().verify(&token).is_ok());
    }
    let again = folder.keys.import_certificate(&first, &pem, hour(1));
    assert!(
        matches!(again, Err(KeyChangeFault::CertificateKnown { .. })),
        "{again:?}"
    );
}

#[test]
fn certificates_of_another_key_or_time_are_refused() {
    let folder = Folder::new();
    let first = folder.in_use(KeyKind::Signing, hour(0));
    let public = folder.keys().signing.public().remove(0);
    let import = |pem: &str, now| folder.keys.import_certificate(&first, pem, now);
    let other = Folder::new().keys().signing.public().remove(0);
    let foreign = import(&issued(&other, hour(0), hour(9)), hour(1));
    assert!(
        matches!(foreign, Err(KeyChangeFault::Key(KeyFault::Mismatch))),
        "{foreign:?}"
    );
    let pem = issued(&public, hour(5), hour(9));
    for now in [hour(4), hour(9)] {
        let refused = import(&pem, now);
        let time = matches!(refused, Err(KeyChangeFault::CertificateTime { .. }));
        assert!(time, "{refused:?}");
    }
    assert!(import(&pem, hour(5)).is_ok());
    assert!(import("no certificate", hour(5)).is_err());
}

#[test]
fn a_wrong_path_makes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("keys");
    let folder = KeyFolder::new(&path);
    let place = NewPlace::File;
    let random = Randomness::system();
    assert!(folder.list(start()).is_err());
    assert!(
        folder
            .add(KeyKind::Data, &place, "T", start(), &random)
            .is_err()
    );
    assert!(!path.exists());
}
