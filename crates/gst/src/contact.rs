//! Mobile numbers and e-mail addresses, hidden as far as their owner still knows them.

/// Hides a mobile number but for two digits at each end: `99xxxxxx45`.
pub fn mask_mobile(mobile: &str) -> String {
    mask(mobile, 2, 'x')
}

/// Hides the name in an e-mail address but for a letter at each end: `a******s@x.in`. The
/// domain stays: it tells the owner which of their addresses it is.
pub fn mask_email(email: &str) -> String {
    match email.rsplit_once('@') {
        Some((name, domain)) => format!("{}@{domain}", mask(name, 1, '*')),
        None => mask(email, 1, '*'),
    }
}

/// Shows `shown` characters at each end, fewer when that would show more than half.
fn mask(text: &str, shown: usize, hidden: char) -> String {
    let length = text.chars().count();
    let shown = shown.min(length / 3);
    text.chars()
        .enumerate()
        .map(|(index, character)| {
            if index < shown || index >= length - shown {
                character
            } else {
                hidden
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mobile() {
        assert_eq!(mask_mobile("9999912345"), "99xxxxxx45");
        assert_eq!(mask_mobile("1234"), "1xx4");
        assert_eq!(mask_mobile("12"), "xx");
        assert_eq!(mask_mobile(""), "");
    }

    #[test]
    fn email() {
        assert_eq!(mask_email("accounts@x.in"), "a******s@x.in");
        assert_eq!(mask_email("abc@x.in"), "a*c@x.in");
        assert_eq!(mask_email("ab@x.in"), "**@x.in");
        assert_eq!(mask_email("a@x.in"), "*@x.in");
        assert_eq!(mask_email("nonsense"), "n******e");
        assert_eq!(mask_email("लेखा.विभाग@x.in").matches('*').count(), 8);
    }
}
