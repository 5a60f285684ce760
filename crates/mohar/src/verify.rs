//! `mohar verify`: checks a signed invoice or QR code with nothing but the signer's key.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use seal::{KeyRing, VerifyingKey};
use serde_json::Value;
use service::{SignatureVerdict, TokenKind, TokenVerdict, tokens_in, verdict};

use crate::Failure;
use crate::cli::VerifyArguments;
use crate::files;
use crate::terminal::{plain, say};

/// Bytes of the file: a signed invoice in the longest form that is verified, with its QR code.
const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Bytes of a file of keys.
const KEY_BYTES_MAX: u64 = 1024 * 1024;

/// Nothing was verified because no key was named.
const NO_KEY: u8 = 2;

/// A signature does not hold, or there is none.
const DOES_NOT_HOLD: u8 = 1;

/// Prints what the tokens of a file say and whether their signatures hold.
pub(crate) fn run(arguments: &VerifyArguments) -> Result<ExitCode, Failure> {
    let keys = keys(arguments)?;
    if keys.is_empty() {
        eprintln!(
            "mohar: whose signature should this be? Name the signer's certificate or public key \
             with --key PEM, or a key set with --jwks FILE. A Mohar portal serves its own at \
             /.well-known/jwks.json."
        );
        return Ok(ExitCode::from(NO_KEY));
    }
    // No limit but the file's: a token that is passed over would count as one that holds.
    let tokens = tokens_in(&text(&arguments.file)?, usize::MAX);
    if tokens.is_empty() {
        let name = arguments.file.display();
        return Err(Failure(format!(
            "there is no signed invoice or QR code in {name}"
        )));
    }
    let ring = KeyRing::new(keys);
    let mut all_hold = true;
    for token in &tokens {
        let verdict = verdict(token, &ring);
        all_hold &= matches!(verdict.signature, SignatureVerdict::Holds { .. });
        print(&verdict)?;
    }
    Ok(if all_hold {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(DOES_NOT_HOLD)
    })
}

fn print(token: &TokenVerdict) -> io::Result<()> {
    let title = match token.kind {
        TokenKind::Invoice => "Signed invoice",
        TokenKind::QrCode => "Signed QR code",
        TokenKind::Other => "Signed token",
    };
    let issuer = token.issuer.as_deref().unwrap_or("nobody that it names");
    say(&format!("{title}, issued by {}", plain(issuer)))?;
    if let Some(data) = &token.data {
        match serde_json::from_str::<Value>(data) {
            Ok(content) => say(&plain(&format!("{content:#}")))?,
            Err(_) => say(&plain(data))?,
        }
    }
    say(&format!("{}\n", plain(&sentence(&token.signature))))
}

fn sentence(signature: &SignatureVerdict) -> String {
    match signature {
        SignatureVerdict::Holds { key_id: Some(id) } => {
            format!("The signature holds (key {id}).")
        }
        SignatureVerdict::Holds { key_id: None } => "The signature holds.".to_owned(),
        SignatureVerdict::UnknownKey { key_id: Some(id) } => {
            format!("The signature does not hold: key {id} is none of the given ones.")
        }
        SignatureVerdict::UnknownKey { key_id: None } => {
            "The signature does not hold: it is by none of the given keys.".to_owned()
        }
        SignatureVerdict::Broken => {
            "The signature does not hold: the token was changed, or signed by another key."
                .to_owned()
        }
    }
}

fn keys(arguments: &VerifyArguments) -> Result<Vec<VerifyingKey>, Failure> {
    let mut keys = Vec::new();
    for path in &arguments.key {
        let bytes = files::bytes(path, KEY_BYTES_MAX)?;
        keys.push(key(&bytes).map_err(|fault| {
            let name = path.display();
            Failure(format!(
                "{name} is not a public key or certificate: {fault}"
            ))
        })?);
    }
    if let Some(path) = &arguments.jwks {
        let bytes = files::bytes(path, KEY_BYTES_MAX)?;
        let set = VerifyingKey::from_jwks(&String::from_utf8_lossy(&bytes));
        keys.extend(set.map_err(|fault| {
            let name = path.display();
            Failure(format!("{name} is not a JSON Web Key Set: {fault}"))
        })?);
    }
    Ok(keys)
}

/// A key in PEM, or in DER as `.cer` files often are.
fn key(bytes: &[u8]) -> Result<VerifyingKey, seal::KeyFault> {
    match std::str::from_utf8(bytes) {
        Ok(text) => VerifyingKey::from_pem(text),
        Err(_) => VerifyingKey::from_certificate_der(bytes)
            .or_else(|_| VerifyingKey::from_public_key_der(bytes)),
    }
}

fn text(path: &Path) -> Result<String, Failure> {
    let bytes = files::bytes_or_input(path, FILE_BYTES_MAX)?;
    String::from_utf8(bytes).map_err(|_| Failure(format!("{} is not text", path.display())))
}
