//! The body around a request: bytes, then JSON, then the `Data` member.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// How many times the limit is still read, and thrown away, of a body that is too long: a client
/// that is cut off while it sends never sees the answer that tells it why.
const DRAINED_TIMES_LIMIT: usize = 4;

/// What is wrong with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyFault {
    /// Longer than so many bytes.
    TooLong {
        /// The limit.
        bytes_max: usize,
    },
    /// The connection broke off.
    BrokenOff,
    /// Not JSON, or not an object.
    NotJson,
    /// `Data` is missing, null or empty.
    DataMissing,
    /// `Data` is neither text nor, for the older authentication, an object.
    DataMisshapen,
}

/// Reads a body of at most `bytes_max` bytes.
pub(crate) async fn read(body: Body, bytes_max: usize) -> Result<Bytes, BodyFault> {
    read_draining(body, bytes_max, bytes_max).await
}

/// The same where a client may think that a longer limit holds: the multiple of that one is thrown
/// away before it is cut off.
pub(crate) async fn read_draining(
    mut body: Body,
    bytes_max: usize,
    believed_bytes_max: usize,
) -> Result<Bytes, BodyFault> {
    let mut first: Option<Bytes> = None;
    let mut gathered = BytesMut::new();
    let mut read = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| BodyFault::BrokenOff)?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        read = read.saturating_add(data.len());
        if read > bytes_max {
            if read > believed_bytes_max.saturating_mul(DRAINED_TIMES_LIMIT) {
                break;
            }
        } else if gathered.is_empty() && first.is_none() {
            // Most bodies arrive in one piece, which is then not copied.
            first = Some(data);
        } else {
            if let Some(first) = first.take() {
                gathered.extend_from_slice(&first);
            }
            gathered.extend_from_slice(&data);
        }
    }
    if read > bytes_max {
        return Err(BodyFault::TooLong { bytes_max });
    }
    Ok(first.unwrap_or_else(|| gathered.freeze()))
}

/// The text in the `Data` member: what every call but the older authentication sends.
pub(crate) fn data_text(body: &[u8]) -> Result<Cow<'_, str>, BodyFault> {
    data::<Data<'_>>(body)?.text()
}

/// A `Data` member that should be a text.
#[derive(Debug, PartialEq)]
pub(crate) enum Data<'a> {
    /// Text, not copied where it holds no escapes.
    Text(Cow<'a, str>),
    /// Null.
    Nothing,
    /// Anything else. It is passed over, not built.
    Other,
}

impl<'a> Data<'a> {
    /// The text, if it says anything.
    pub(crate) fn text(self) -> Result<Cow<'a, str>, BodyFault> {
        match self {
            Self::Text(text) if text.trim().is_empty() => Err(BodyFault::DataMissing),
            Self::Text(text) => Ok(text),
            Self::Nothing => Err(BodyFault::DataMissing),
            Self::Other => Err(BodyFault::DataMisshapen),
        }
    }
}

/// The `Data` member of a body. Member names have no letter case, members of gateways that are
/// unknown here are passed over, and an empty body counts as one without `Data`.
pub(crate) fn data<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, BodyFault> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.trim_ascii().is_empty() {
        return Err(BodyFault::DataMissing);
    }
    let envelope: Envelope<T> = serde_json::from_slice(body).map_err(|_| BodyFault::NotJson)?;
    envelope.0.ok_or(BodyFault::DataMissing)
}

struct Envelope<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Envelope<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EnvelopeVisitor(PhantomData))
    }
}

struct EnvelopeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EnvelopeVisitor<T> {
    type Value = Envelope<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with the member Data")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut data = None;
        while let Some(name) = map.next_key::<Name>()? {
            match name {
                Name::Data => data = Some(map.next_value()?),
                Name::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Envelope(data))
    }
}

/// The name of a member of the envelope.
enum Name {
    Data,
    Other,
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(NameVisitor)
    }
}

struct NameVisitor;

impl Visitor<'_> for NameVisitor {
    type Value = Name;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a member's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
        let data = name.eq_ignore_ascii_case("Data");
        Ok(if data { Name::Data } else { Name::Other })
    }
}

impl<'de> Deserialize<'de> for Data<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DataVisitor)
    }
}

struct DataVisitor;

impl<'de> Visitor<'de> for DataVisitor {
    type Value = Data<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Data<'de>, E> {
        Ok(Data::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Data<'de>, E> {
        Ok(Data::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E: Error>(self) -> Result<Data<'de>, E> {
        Ok(Data::Nothing)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Data<'de>, E> {
        Ok(Data::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Data<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Data::Other)
    }

    /// Numbers come here too, because they keep their digits in this workspace.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Data<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Data::Other)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::pin::Pin;
    use std::task::{Context, Poll};

    use http_body::Frame;

    use super::*;

    #[test]
    fn the_member_is_found_in_any_letter_case_and_among_others() {
        for body in [
            r#"{"Data":"QQ=="}"#,
            r#" {"data" : "QQ=="} "#,
            r#"{"other_parameters":{"Data":[1.5,{"x":null}]},"DATA":"QQ=="}"#,
            "\u{feff}{\"Data\":\"Q\\u0051==\"}",
        ] {
            assert_eq!(data_text(body.as_bytes()).unwrap(), "QQ==", "{body}");
        }
    }

    #[test]
    fn text_without_escapes_is_not_copied() {
        let text = data_text(br#"{"Data":"abc"}"#).unwrap();
        assert!(matches!(text, Cow::Borrowed("abc")));
        assert_eq!(data_text(br#"{"Data":"a\/b"}"#).unwrap(), "a/b");
    }

    #[test]
    fn what_is_not_an_envelope() {
        let cases = [
            ("", BodyFault::DataMissing),
            (" \r\n", BodyFault::DataMissing),
            ("{}", BodyFault::DataMissing),
            (r#"{"Data":null}"#, BodyFault::DataMissing),
            (r#"{"Data":" "}"#, BodyFault::DataMissing),
            (r#"{"Data":5.0}"#, BodyFault::DataMisshapen),
            (r#"{"Data":["x"]}"#, BodyFault::DataMisshapen),
            (r#"{"Data":true}"#, BodyFault::DataMisshapen),
            (r#"{"Data":{"UserName":"x"}}"#, BodyFault::DataMisshapen),
            (r#"{"Data":{}}"#, BodyFault::DataMisshapen),
            ("[]", BodyFault::NotJson),
            ("\"Data\"", BodyFault::NotJson),
            ("{\"Data\":\"x\"", BodyFault::NotJson),
            ("Data=x", BodyFault::NotJson),
        ];
        for (body, fault) in cases {
            assert_eq!(data_text(body.as_bytes()), Err(fault), "{body}");
        }
        let deep = format!("{{\"x\":{}", "[".repeat(100_000));
        assert_eq!(data_text(deep.as_bytes()), Err(BodyFault::NotJson));
    }

    #[tokio::test]
    async fn a_body_of_the_greatest_length_is_read_and_one_more_byte_is_not() {
        assert_eq!(read(Body::from("12345"), 5).await.unwrap(), "12345");
        let fault = BodyFault::TooLong { bytes_max: 5 };
        assert_eq!(read(Body::from("123456"), 5).await, Err(fault));
        assert_eq!(read(Body::empty(), 5).await.unwrap(), "");
    }

    struct Pieces(Vec<&'static str>);

    impl http_body::Body for Pieces {
        type Data = Bytes;
        type Error = std::io::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            Poll::Ready(self.0.pop().map(|piece| match piece {
                "broken" => Err(std::io::ErrorKind::ConnectionReset.into()),
                piece => Ok(Frame::data(piece.into())),
            }))
        }
    }

    #[tokio::test]
    async fn pieces_are_put_together() {
        let body =
            |pieces: &[&'static str]| Body::new(Pieces(pieces.iter().rev().copied().collect()));
        assert_eq!(
            read(body(&["12", "", "34", "5"]), 5).await.unwrap(),
            "12345"
        );
        assert_eq!(read(body(&["", "12"]), 5).await.unwrap(), "12");
        assert_eq!(
            read(body(&["12", "broken"]), 5).await,
            Err(BodyFault::BrokenOff)
        );
        let fault = BodyFault::TooLong { bytes_max: 5 };
        assert_eq!(read(body(&["1234", "56"]), 5).await, Err(fault));
        // What is far beyond the limit is not even read to its end.
        let endless = ["12345"; 50];
        let mut pieces = endless.to_vec();
        pieces.push("broken");
        assert_eq!(read(body(&pieces), 5).await, Err(fault));
        // Unless the client may believe in a longer limit.
        let outcome = read_draining(body(&pieces), 5, 100).await;
        assert_eq!(outcome, Err(BodyFault::BrokenOff));
        let outcome = read_draining(body(&endless), 5, 100).await;
        assert_eq!(outcome, Err(fault));
    }
}
