//! Sentences that a page shows after a redirect, named in the query by a fixed word each.

/// Why the browser was sent to this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The registration that the browser remembers does not exist or has lapsed.
    Gone,
    /// This step comes after one that is not done.
    StepNotReached,
    /// This step is done already.
    StepDone,
    /// The details were fetched again.
    Refreshed,
    /// A code was sent.
    CodeSent,
    /// The mobile is proved.
    MobileProved,
    /// The GSTIN has an account by now.
    AlreadyRegistered,
    /// The GSTIN is enabled by now.
    AlreadyEnabled,
    /// The login has lapsed, or there was none.
    LoginNeeded,
    /// The user logged out.
    LoggedOut,
    /// The user logged out everywhere.
    LoggedOutEverywhere,
    /// The invoice is cancelled.
    Cancelled,
    /// The client id no longer works.
    ClientRevoked,
    /// The form was sent before; it did nothing this time.
    FormUsed,
    /// A login that waited for its code does not exist or has lapsed.
    LoginGone,
    /// The right password was given, and no code could be sent yet.
    CodeNotSent,
    /// The account is frozen.
    AccountFrozen,
    /// The new password counts, and the account is frozen all the same.
    StillFrozen,
    /// A login elsewhere was ended.
    SessionEnded,
    /// All logins elsewhere were ended.
    OtherSessionsEnded,
    /// The password is changed.
    PasswordChanged,
    /// The login or the password is not what it was when the form was opened.
    PasswordOvertaken,
    /// The authenticator app is removed.
    TwoStepRemoved,
    /// Nothing about the authenticator app was changed.
    TwoStepLapsed,
    /// A login had too many wrong codes.
    TriesUsedUp,
    /// The e-way bill is made.
    BillMade,
    /// The e-way bill is made, with a distance that was computed.
    BillMadeComputed,
    /// The e-way bill is cancelled.
    BillCancelled,
}

const ALL: [(&str, Notice, &str); 28] = [
    ("gone", Notice::Gone, "notice-gone"),
    (
        "step-not-reached",
        Notice::StepNotReached,
        "notice-step-not-reached",
    ),
    ("step-done", Notice::StepDone, "notice-step-done"),
    ("refreshed", Notice::Refreshed, "notice-refreshed"),
    ("code-sent", Notice::CodeSent, "notice-code-sent"),
    (
        "mobile-proved",
        Notice::MobileProved,
        "notice-mobile-proved",
    ),
    (
        "already-registered",
        Notice::AlreadyRegistered,
        "notice-already-registered",
    ),
    (
        "already-enabled",
        Notice::AlreadyEnabled,
        "notice-already-enabled",
    ),
    ("login-needed", Notice::LoginNeeded, "notice-login-needed"),
    ("logged-out", Notice::LoggedOut, "notice-logged-out"),
    (
        "logged-out-everywhere",
        Notice::LoggedOutEverywhere,
        "notice-logged-out-everywhere",
    ),
    ("cancelled", Notice::Cancelled, "notice-cancelled"),
    (
        "client-revoked",
        Notice::ClientRevoked,
        "notice-client-revoked",
    ),
    ("form-used", Notice::FormUsed, "notice-form-used"),
    ("login-gone", Notice::LoginGone, "notice-login-gone"),
    ("code-not-sent", Notice::CodeNotSent, "notice-code-not-sent"),
    (
        "account-frozen",
        Notice::AccountFrozen,
        "notice-account-frozen",
    ),
    ("still-frozen", Notice::StillFrozen, "notice-still-frozen"),
    (
        "session-ended",
        Notice::SessionEnded,
        "notice-session-ended",
    ),
    (
        "other-sessions-ended",
        Notice::OtherSessionsEnded,
        "notice-other-sessions-ended",
    ),
    (
        "password-changed",
        Notice::PasswordChanged,
        "notice-password-changed",
    ),
    (
        "password-overtaken",
        Notice::PasswordOvertaken,
        "notice-password-overtaken",
    ),
    (
        "two-step-removed",
        Notice::TwoStepRemoved,
        "notice-two-step-removed",
    ),
    (
        "two-step-lapsed",
        Notice::TwoStepLapsed,
        "notice-two-step-lapsed",
    ),
    ("tries-used-up", Notice::TriesUsedUp, "notice-tries-used-up"),
    ("bill-made", Notice::BillMade, "notice-bill-made"),
    (
        "bill-made-computed",
        Notice::BillMadeComputed,
        "notice-bill-made-computed",
    ),
    (
        "bill-cancelled",
        Notice::BillCancelled,
        "notice-bill-cancelled",
    ),
];

impl Notice {
    /// The word in the query.
    pub fn word(self) -> &'static str {
        self.row().0
    }

    /// The key of its sentence.
    pub fn key(self) -> &'static str {
        self.row().2
    }

    /// The notice of a query such as `notice=gone`.
    pub fn in_query(query: &str) -> Option<Self> {
        let (_, word) =
            form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "notice")?;
        ALL.iter().find(|row| row.0 == word).map(|row| row.1)
    }

    fn row(self) -> &'static (&'static str, Self, &'static str) {
        ALL.iter().find(|row| row.1 == self).unwrap_or(&ALL[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_notices_are_paired() {
        for (word, notice, key) in ALL {
            assert_eq!((notice.word(), notice.key()), (word, key));
            assert_eq!(
                Notice::in_query(&format!("a=b&notice={word}")),
                Some(notice)
            );
        }
        assert_eq!(Notice::in_query("notice=<script>"), None);
    }
}
