//! The compact JSON Web Signature in which invoices and QR codes are issued.
//!
//! Header `{"alg":"RS256","kid":…,"typ":"JWT","x5t":…}`, claims `{"data":"<JSON text>","iss":…}`.
//! The same key identifier, issuer and data always give the same bytes: tokens are not stored but
//! put together again from the stored signature, so nothing here may ever change its spelling.

use crate::base64_text::encode_url;
use crate::signing_key::Signature;

/// What is signed: header and claims, encoded and joined by a point.
///
/// `x5t` holds the bytes whose hexadecimal spelling is the key identifier; it is left out for an
/// identifier that is not hexadecimal.
pub fn signing_input(key_id: &str, issuer: &str, data: &str) -> String {
    let thumbprint = hex::decode(key_id)
        .map(|bytes| format!(r#","x5t":"{}""#, encode_url(&bytes)))
        .unwrap_or_default();
    let header = format!(
        r#"{{"alg":"RS256","kid":{},"typ":"JWT"{thumbprint}}}"#,
        json_text(key_id)
    );
    let claims = format!(
        r#"{{"data":{},"iss":{}}}"#,
        json_text(data),
        json_text(issuer)
    );
    format!(
        "{}.{}",
        encode_url(header.as_bytes()),
        encode_url(claims.as_bytes())
    )
}

/// The token: what was signed, a point, and the signature.
pub fn compact(signing_input: &str, signature: &Signature) -> String {
    format!("{signing_input}.{}", encode_url(signature.as_bytes()))
}

/// A text as a JSON string. Only quote, backslash and control characters are escaped.
fn json_text(text: &str) -> String {
    serde_json::to_string(text).expect("a text can always be written as a JSON string")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base64_text::decode_url;

    fn parts(input: &str) -> Vec<String> {
        input
            .split('.')
            .map(|part| String::from_utf8(decode_url(part).unwrap()).unwrap())
            .collect()
    }

    #[test]
    fn the_spelling_is_frozen() {
        let input = signing_input(
            "A9993E364706816ABA3E25717850C26C9CD0D89D",
            "Mohar",
            "{\"LglNm\":\"R & D \\\"शर्मा\\\"\",\"TotInvVal\":2019.00,\"x\":\"a/b\u{7f}\n\"}",
        );
        assert_eq!(
            parts(&input),
            [
                "{\"alg\":\"RS256\",\"kid\":\"A9993E364706816ABA3E25717850C26C9CD0D89D\",\
                 \"typ\":\"JWT\",\"x5t\":\"qZk-NkcGgWq6PiVxeFDCbJzQ2J0\"}",
                "{\"data\":\"{\\\"LglNm\\\":\\\"R & D \\\\\\\"शर्मा\\\\\\\"\\\",\
                 \\\"TotInvVal\\\":2019.00,\\\"x\\\":\\\"a/b\u{7f}\\n\\\"}\",\"iss\":\"Mohar\"}",
            ]
        );
    }

    #[test]
    fn names_with_quotes_cannot_break_out() {
        let input = signing_input("k\"1", "A\",\"iss\":\"B", "{}");
        assert_eq!(
            parts(&input),
            [
                r#"{"alg":"RS256","kid":"k\"1","typ":"JWT"}"#,
                r#"{"data":"{}","iss":"A\",\"iss\":\"B"}"#,
            ]
        );
    }

    #[test]
    fn the_token_ends_in_the_signature() {
        let token = compact("a.b", &Signature::new([0xff; 256]));
        assert_eq!(token.len(), 4 + 342);
        assert_eq!(decode_url(&token[4..]).unwrap(), [0xff; 256]);
    }
}
