//! The certificate under which the signing key is published, and the request for a better one.

use aws_lc_rs::digest;
use jiff::{Timestamp, ToSpan as _};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, IsCa, KeyUsagePurpose, PKCS_RSA_SHA256,
    PublicKeyData, SerialNumber, SignatureAlgorithm,
};
use x509_parser::prelude::{FromDer as _, X509Certificate};
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::key_fault::KeyFault;
use crate::random::Randomness;
use crate::signing_key::{Keeping, line_feeds};

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
    keeping: &Keeping,
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
        .self_signed(&Adapter::new(keeping)?)
        .map_err(|_| KeyFault::Certificate)?;
    Ok(certificate.der().to_vec())
}

/// Whom a certificate is to name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Common name.
    pub common_name: String,
    /// Organization, in its legal name.
    pub organization: Option<String>,
    /// Two letters of ISO 3166.
    pub country: Option<String>,
}

/// A PKCS#10 request, signed by the key itself, in PEM.
pub(crate) fn request(keeping: &Keeping, subject: &Subject) -> Result<String, KeyFault> {
    let mut params = CertificateParams::default();
    let mut name = DistinguishedName::new();
    if let Some(country) = &subject.country {
        name.push(DnType::CountryName, country.as_str());
    }
    if let Some(organization) = &subject.organization {
        name.push(DnType::OrganizationName, organization.as_str());
    }
    name.push(DnType::CommonName, subject.common_name.as_str());
    params.distinguished_name = name;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let request = params
        .serialize_request(&Adapter::new(keeping)?)
        .map_err(|_| KeyFault::Certificate)?;
    let section = pem::Pem::new("CERTIFICATE REQUEST", request.der().as_ref());
    Ok(pem::encode_config(&section, line_feeds()))
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
struct Adapter<'keeping> {
    keeping: &'keeping Keeping,
    /// DER of the PKCS#1 `RSAPublicKey`, which is what `rcgen` wants.
    public_key: Vec<u8>,
}

impl<'keeping> Adapter<'keeping> {
    fn new(keeping: &'keeping Keeping) -> Result<Self, KeyFault> {
        let public_key = keeping.public()?.public_key_der()?;
        let (_, outer) =
            SubjectPublicKeyInfo::from_der(&public_key).map_err(|_| KeyFault::NotRsa)?;
        Ok(Self {
            keeping,
            public_key: outer.subject_public_key.data.into_owned(),
        })
    }
}

impl PublicKeyData for Adapter<'_> {
    fn der_bytes(&self) -> &[u8] {
        &self.public_key
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl rcgen::SigningKey for Adapter<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        match self.keeping.sign(message) {
            Ok(signature) => Ok(signature.to_vec()),
            Err(_) => Err(rcgen::Error::RemoteKeyError),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signing_key::SigningPair;

    #[test]
    fn the_certificate_says_who_how_long_and_for_what() {
        let now: Timestamp = "2025-04-01T06:30:15.25Z".parse().unwrap();
        let pair = Keeping::Memory(SigningPair::generate());
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
        let pair = Keeping::Memory(SigningPair::generate());
        let now = Timestamp::UNIX_EPOCH;
        let der = self_signed(&pair, "A", now, &Randomness::system()).unwrap();
        let (_, certificate) = X509Certificate::from_der(&der).unwrap();
        let signed = certificate.tbs_certificate.as_ref();
        let key = aws_lc_rs::signature::UnparsedPublicKey::new(
            &aws_lc_rs::signature::RSA_PKCS1_2048_8192_SHA256,
            pair.public().unwrap().public_key_der().unwrap(),
        );
        key.verify(signed, &certificate.signature_value.data)
            .unwrap();
    }

    #[test]
    fn a_request_names_the_subject_and_is_signed_by_its_key() {
        use x509_parser::certification_request::X509CertificationRequest;

        let pair = Keeping::Memory(SigningPair::generate());
        let subject = Subject {
            common_name: "Mohar signing 2026".into(),
            organization: Some("Invented IRP Limited".into()),
            country: Some("IN".into()),
        };
        let text = request(&pair, &subject).unwrap();
        let section = pem::parse(&text).unwrap();
        assert_eq!(section.tag(), "CERTIFICATE REQUEST");
        let (_, read) = X509CertificationRequest::from_der(section.contents()).unwrap();
        assert_eq!(
            read.certification_request_info.subject.to_string(),
            "C=IN, O=Invented IRP Limited, CN=Mohar signing 2026"
        );
        let key = read.certification_request_info.subject_pki.raw;
        assert_eq!(key, pair.public().unwrap().public_key_der().unwrap());
        let signed = read.certification_request_info.raw;
        let verifier = aws_lc_rs::signature::UnparsedPublicKey::new(
            &aws_lc_rs::signature::RSA_PKCS1_2048_8192_SHA256,
            key,
        );
        verifier.verify(signed, &read.signature_value.data).unwrap();
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
