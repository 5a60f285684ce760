//! How a key folder comes to be: made on the first start, or taken over from the layout before
//! there could be several keys of a kind.

use jiff::Timestamp;

use crate::data_key::DataKey;
use crate::data_keys::DataKeys;
use crate::key_files::Directory;
use crate::key_kind::KeyKind;
use crate::key_manifest::{Custody, Entry, Manifest};
use crate::key_store::{
    KeyStoreFault, OTP_KEY_FILE, certificate_file, in_file, required, rsa_keys,
};
use crate::login_key::LoginKey;
use crate::otp::OtpKey;
use crate::random::Randomness;
use crate::signing_key::{Secret, SigningKey};

/// The files of the old layout. The signing key was written last, so it tells a complete set.
const OLD_SIGNING_KEY_FILE: &str = "signing-key.pem";
const OLD_LOGIN_KEY_FILE: &str = "login-key.pem";
const OLD_DATA_KEY_FILE: &str = "data-key";

/// Whether a folder has the old layout.
pub(crate) fn is_old(root: &Directory) -> bool {
    root.stamp(OLD_SIGNING_KEY_FILE).is_some()
}

/// Completes a folder that is not: with the keys of the old layout, or with new ones.
pub(crate) fn adopt_or_make(
    root: &Directory,
    issuer: &str,
    now: Timestamp,
    random: &Randomness,
) -> Result<(), KeyStoreFault> {
    if is_old(root) {
        return adopt(root);
    }
    let (signing, login) = rsa_keys(issuer, now);
    // A crash between these steps leaves some of them done; they are kept by the next start, which
    // does the rest. The signing keys come last.
    if root.read(OTP_KEY_FILE)?.is_none() {
        root.write(OTP_KEY_FILE, &OtpKey::random(random).to_base64())?;
    }
    let directory = sub_folder(root, KeyKind::Login)?;
    if Manifest::read(&directory)?.is_none() {
        begin(&directory, add_login(&directory, &login)?, now)?;
    }
    let directory = sub_folder(root, KeyKind::Data)?;
    if Manifest::read(&directory)?.is_none() {
        let key = DataKey::random(random);
        begin(
            &directory,
            add_data(&directory, DataKeys::FIRST, &key)?,
            now,
        )?;
    }
    let directory = sub_folder(root, KeyKind::Signing)?;
    begin(&directory, add_signing(&directory, &signing)?, now)
}

/// Takes over the keys of the old layout. They are copied first and removed when the copies are
/// complete; a crash between leaves a folder that is complete in one layout or the other.
pub(crate) fn adopt(root: &Directory) -> Result<(), KeyStoreFault> {
    let key = |name: &'static str| in_file(root, name);
    let signing = SigningKey::from_pem(&required(root, OLD_SIGNING_KEY_FILE)?)
        .map_err(key(OLD_SIGNING_KEY_FILE))?;
    let login = LoginKey::from_pem(&required(root, OLD_LOGIN_KEY_FILE)?)
        .map_err(key(OLD_LOGIN_KEY_FILE))?;
    let data = DataKey::from_base64(&required(root, OLD_DATA_KEY_FILE)?)
        .map_err(key(OLD_DATA_KEY_FILE))?;
    required(root, OTP_KEY_FILE)?;
    // All were made together, so all began when the certificate did.
    let began = signing
        .public()
        .not_before()
        .unwrap_or(Timestamp::UNIX_EPOCH);
    let directory = sub_folder(root, KeyKind::Login)?;
    begin(&directory, add_login(&directory, &login)?, began)?;
    let directory = sub_folder(root, KeyKind::Data)?;
    begin(
        &directory,
        add_data(&directory, DataKeys::FIRST, &data)?,
        began,
    )?;
    let directory = sub_folder(root, KeyKind::Signing)?;
    begin(&directory, add_signing(&directory, &signing)?, began)?;
    for name in [OLD_LOGIN_KEY_FILE, OLD_DATA_KEY_FILE, OLD_SIGNING_KEY_FILE] {
        root.remove(name)?;
    }
    Ok(())
}

fn sub_folder(root: &Directory, kind: KeyKind) -> Result<Directory, KeyStoreFault> {
    Directory::create(&root.path(kind.folder()))
}

/// A list with one key, used from a moment on.
fn begin(directory: &Directory, entry: Entry, from: Timestamp) -> Result<(), KeyStoreFault> {
    let mut manifest = Manifest::empty();
    manifest.keys.push(Entry {
        not_before: Some(from),
        ..entry
    });
    manifest.write(directory)
}

fn waiting(id: String, custody: Custody) -> Entry {
    Entry {
        id,
        not_before: None,
        retired_at: None,
        custody,
    }
}

/// Writes a signing key's files; its entry waits for its turn.
pub(crate) fn add_signing(directory: &Directory, key: &SigningKey) -> Result<Entry, KeyStoreFault> {
    let id = key.key_id().to_owned();
    directory.write(&certificate_file(&id), &key.certificate_pem())?;
    let custody = match key.secret() {
        Secret::Pem(private) => {
            let name = format!("{id}.key.pem");
            directory.write(&name, &private)?;
            Custody::File(name)
        }
        Secret::In(place) => Custody::Pkcs11(place.clone()),
    };
    Ok(waiting(id, custody))
}

/// Writes a login key's file; its entry waits for its turn.
pub(crate) fn add_login(directory: &Directory, key: &LoginKey) -> Result<Entry, KeyStoreFault> {
    let id = key.id();
    let name = format!("{id}.key.pem");
    directory.write(&name, &key.to_pem())?;
    Ok(waiting(id, Custody::File(name)))
}

/// Writes a data key's file; its entry waits for its turn.
pub(crate) fn add_data(
    directory: &Directory,
    number: u8,
    key: &DataKey,
) -> Result<Entry, KeyStoreFault> {
    let name = format!("{number}.key");
    directory.write(&name, &key.to_base64())?;
    Ok(waiting(number.to_string(), Custody::File(name)))
}
