//! Codes of ports, airports and customs stations.
//!
//! There is no table of them that may be redistributed, so the shape is the rule: `IN`, three
//! letters or digits that name the place, and one that says what it is.

/// Characters of a code.
const PORT_CHARACTERS: usize = 6;

/// What a port code's last character says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortKind {
    /// `1`: a sea port.
    Sea,
    /// `4`: an airport.
    Air,
    /// `6`: an inland container depot or a special economic zone.
    Inland,
    /// `B`: a land customs station.
    Land,
    /// `2` or `5`: another customs station, such as a foreign post office.
    Other,
}

/// What the code's last character says, in capitals or not; `None` if it is no port code.
pub fn kind(code: &str) -> Option<PortKind> {
    let bytes: [u8; PORT_CHARACTERS] = code.as_bytes().try_into().ok()?;
    let [i, n, place @ .., last] = bytes.map(|byte| byte.to_ascii_uppercase());
    if [i, n] != *b"IN" || !place.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    match last {
        b'1' => Some(PortKind::Sea),
        b'4' => Some(PortKind::Air),
        b'6' => Some(PortKind::Inland),
        b'B' => Some(PortKind::Land),
        b'2' | b'5' => Some(PortKind::Other),
        _ => None,
    }
}

/// Whether the text looks as every published port code does, in capitals or not.
pub fn shape_is_right(code: &str) -> bool {
    kind(code).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        assert_eq!(kind("INABG1"), Some(PortKind::Sea));
        assert_eq!(kind("INDEL4"), Some(PortKind::Air));
        assert_eq!(kind("inabg1"), Some(PortKind::Sea));
        assert_eq!(kind("INTKD6"), Some(PortKind::Inland));
        assert_eq!(kind("INATRB"), Some(PortKind::Land));
        assert_eq!(kind("INBOM5"), Some(PortKind::Other));
    }

    #[test]
    fn other_texts_are_no_port_codes() {
        for text in [
            "", "INABG", "INABG11", "USABG1", "INABG3", "INABGA", "IN-BG1", "INABG ", "INअ1",
        ] {
            assert!(!shape_is_right(text), "{text}");
        }
    }
}
