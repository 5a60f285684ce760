//! The codes that use cases raise, by what they mean. The catalogue has their words.

use einvoice::catalogue::{self, Entry};

/// Declares the constants and the list that the test walks.
macro_rules! codes {
    ($($name:ident = $code:literal, $meaning:literal;)*) => {
        $(#[doc = $meaning] pub(crate) const $name: &str = $code;)*
        #[cfg(test)]
        const ALL: &[&str] = &[$($code),*];
    };
}

codes! {
    GSTIN_HEADER_MISSING = "1004", "The GSTIN header is missing.";
    TOKEN_INVALID = "1005", "The token has ended or belongs to somebody else.";
    USER_NAME_HEADER_MISSING = "1006", "The user name header is missing.";
    CREDENTIALS_WRONG = "1008", "User Id or password is wrong.";
    CLIENT_WRONG = "1010", "Client id or secret is wrong.";
    CLIENT_ID_MISSING = "1011", "The client id header is missing.";
    CLIENT_SECRET_MISSING = "1012", "The client secret header is missing.";
    GSTIN_DIFFERS = "1015", "The GSTIN header is not the user's.";
    UNREADABLE = "1020", "What was sent could not be decrypted.";
    IRN_UNAVAILABLE = "2148", "The caller has no document with this IRN.";
    DUPLICATE = "2150", "The document is registered already.";
    NO_SUCH_DOCUMENT = "2154", "There is no such document.";
    NOT_THE_SUPPLIER = "2169", "Somebody else's document may not be registered.";
    BILL_ACTIVE = "2230", "An active e-way bill stands in the way of cancelling.";
    CANCEL_WINDOW_CLOSED = "2270", "It is too late to cancel.";
    REGISTERED_AND_CANCELLED = "2278", "The document was registered and cancelled.";
    TOO_OLD_TO_SHOW = "2283", "The document is too old for the API.";
    NO_DATA = "3001", "There is nothing for this request.";
    NO_MOBILE = "3012", "The GST master has no mobile number.";
    CANCELLED = "3013", "The registration is cancelled.";
    KIND_NOT_ALLOWED = "3014", "E-invoices are not for this type of taxpayer.";
    DEREGISTERED = "3015", "The taxpayer is de-registered.";
    INACTIVE = "3016", "The registration is inactive.";
    PROVISIONAL = "3017", "The provisional registration was never activated.";
    ALREADY_REGISTERED = "3027", "The GSTIN has an account.";
    GSTIN_UNKNOWN = "3028", "The GSTIN is not in the GST master.";
    GSTIN_INVALID = "3030", "The GSTIN is not valid.";
    SUSPENDED = "3035", "The registration is suspended.";
    USER_INACTIVE = "3036", "The account is frozen.";
    NOT_REGISTERED = "3045", "The GSTIN has no account.";
    NOT_ENABLED = "3046", "E-invoicing is not enabled for the GSTIN.";
    ALREADY_ENABLED = "3063", "E-invoicing is enabled already.";
    DEREGISTERED_FOR_ENABLEMENT = "3064", "The taxpayer is de-registered.";
    CANNOT_ENABLE = "3080", "E-invoicing cannot be enabled for this taxpayer.";
    DOCUMENT_NOT_ACTIVE = "4000", "The document of the e-way bill is not active.";
    BILL_EXISTS = "4002", "The document has an e-way bill.";
    BILL_IRN_UNKNOWN = "4003", "The caller has no document with the e-way bill's IRN.";
    BILL_NOT_FOUND = "4005", "There is no e-way bill.";
    MALFORMED = "5002", "The request has the wrong shape.";
    NOT_ACTIVE = "9999", "The document is not active.";
}

/// The catalogue's entry of a code.
pub(crate) fn entry(code: &'static str) -> &'static Entry {
    catalogue::find(code).expect("a test looks up every code that is raised")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_the_catalogue() {
        let missing: Vec<_> = ALL
            .iter()
            .filter(|code| catalogue::find(code).is_none())
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
