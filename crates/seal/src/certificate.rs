//! The self-signed certificate under which the signing key is published.

use aws_lc_rs::digest;
use jiff::{Timestamp, ToSpan as _};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, IsCa, KeyUsagePurpose, PKCS_RSA_SHA256,
    PublicKeyData, SerialNumber, SignatureAlgorithm,
};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::key_fault::KeyFault;
use crate::random::Randomness;
use crate::signing_key::SigningPair;

/// How long a new signing certificate holds.
const VALIDITY_YEARS: i64 = 10;

/// What a verifier needs from a certificate.
pub(crate) struct Read {
    /// DER of the `SubjectPublicKeyInfo`.
    pub(crate) public_key: Vec<u8>,
    pub(crate) not_before: Timestamp,
    pub(crate) not_after: Timestamp,
}

/// Makes the certificate of a signing key: subject and issuer are `<issuer> signing`.
pub(crate) fn self_signed(
    pair: &SigningPair,
    issuer: &str,
    now: Timestamp,
    random: &Randomness,
) -> Result<Vec<u8>, KeyFault> {
    let until = now
        .to_zoned(jiff::tz::TimeZone::UTC)
        .saturating_add(VALIDITY_YEARS.years())
        .timestamp();
    let mut params = CertificateParams::default();
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, format!("{issuer} signing"));
    params.distinguished_name = name;
    params.not_before = calendar_time(now)?;
    params.not_after = calendar_time(until)?;
    params.serial_number = Some(serial_number(random));
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let certificate = params
        .self_signed(&Adapter(pair))
        .map_err(|_| KeyFault::Certificate)?;
    Ok(certificate.der().to_vec())
}

/// Reads the public key and the validity of a certificate in DER. Its signature is not checked:
/// whoever gives us a certificate to verify with has chosen to trust it.
pub(crate) fn read(der: &[u8]) -> Result<Read, KeyFault> {
    let (rest, certificate) = X509Certificate::from_der(der).map_err(|_| KeyFault::Certificate)?;
    if !rest.is_empty() {
        return Err(KeyFault::Certificate);
    }
    let validity = certificate.validity();
    let moment = |seconds| Timestamp::from_second(seconds).map_err(|_| KeyFault::Certificate);
    Ok(Read {
        public_key: certificate.public_key().raw.to_vec(),
        not_before: moment(validity.not_before.timestamp())?,
        not_after: moment(validity.not_after.timestamp())?,
    })
}

/// The key identifier of NIC's tokens: the certificate's SHA-1 in 40 upper-case hexadecimal digits.
///
/// SHA-1 is the wire format here. It only names a certificate; nothing is trusted because of it.
pub(crate) fn thumbprint(der: &[u8]) -> String {
    let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, der);
    hex::encode_upper(digest)
}

fn calendar_time(moment: Timestamp) -> Result<time::OffsetDateTime, KeyFault> {
    time::OffsetDateTime::from_unix_timestamp(moment.as_second()).map_err(|_| KeyFault::Certificate)
}

/// Sixteen random bytes, positive and without a leading zero byte, as RFC 5280 wants them.
fn serial_number(random: &Randomness) -> SerialNumber {
    let mut bytes = random.bytes::<16>();
    bytes[0] = bytes[0] & 0x3f | 0x40;
    SerialNumber::from_slice(&bytes)
}

/// Lets `rcgen` sign with our key without holding a copy of it.
struct Adapter<'pair>(&'pair SigningPair);

impl PublicKeyData for Adapter<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.0.public_key_der()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl rcgen::SigningKey for Adapter<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(self.0.sign(message).to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_certificate_says_who_how_long_and_for_what() {
        let now: Timestamp = "2025-04-01T06:30:15.25Z".parse().unwrap();
        let pair = SigningPair::generate();
        let der = self_signed(&pair, "Mohar Sandbox", now, &Randomness::system()).unwrap();
        let (_, certificate) = X509Certificate::from_der(&der).unwrap();
        assert_eq!(
            certificate.subject().to_string(),
            "CN=Mohar Sandbox signing"
        );
        assert_eq!(certificate.subject(), certificate.issuer());
        assert!(!certificate.is_ca());
        let usage = certificate.key_usage().unwrap().unwrap();
        assert!(usage.value.digital_signature() && !usage.value.key_encipherment());
        assert_eq!(certificate.raw_serial().len(), 16);

        let read = read(&der).unwrap();
        assert_eq!(read.not_before.to_string(), "2025-04-01T06:30:15Z");
        assert_eq!(read.not_after.to_string(), "2035-04-01T06:30:15Z");
    }

    #[test]
    fn the_certificate_is_signed_by_its_own_key() {
        let pair = SigningPair::generate();
        let now = Timestamp::UNIX_EPOCH;
        let der = self_signed(&pair, "A", now, &Randomness::system()).unwrap();
        let (_, certificate) = X509Certificate::from_der(&der).unwrap();
        let signed = certificate.tbs_certificate.as_ref();
        let key = aws_lc_rs::signature::UnparsedPublicKey::new(
            &aws_lc_rs::signature::RSA_PKCS1_2048_8192_SHA256,
            pair.public_key_der(),
        );
        key.verify(signed, &certificate.signature_value.data)
            .unwrap();
    }

    #[test]
    fn what_is_no_certificate_is_refused() {
        assert!(read(b"").is_err());
        assert!(read(&[0x30, 0x03, 0x02, 0x01, 0x00]).is_err());
    }

    #[test]
    fn the_thumbprint_is_the_sha1_in_upper_case() {
        assert_eq!(
            thumbprint(b"abc"),
            "A9993E364706816ABA3E25717850C26C9CD0D89D"
        );
    }
}
