//! The finding that a party is registered as what the document does not allow.

use gst::TaxpayerType;

use crate::entry::Entry;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::wording::Name;

/// Of the supplier.
pub(super) fn supplier(entry: &'static Entry, invoice: &Invoice, kind: TaxpayerType) -> Finding {
    let name = Name {
        english: "supplier",
        hindi: "आपूर्तिकर्ता",
    };
    let gstin = invoice.seller.gstin.as_str();
    finding(entry, "/SellerDtls/Gstin", name, gstin, kind)
}

/// Of the recipient.
pub(super) fn recipient(entry: &'static Entry, invoice: &Invoice, kind: TaxpayerType) -> Finding {
    let name = Name {
        english: "recipient",
        hindi: "प्राप्तकर्ता",
    };
    let gstin = invoice.buyer.id.as_str();
    finding(entry, "/BuyerDtls/Gstin", name, gstin, kind)
}

fn finding(
    entry: &'static Entry,
    pointer: &str,
    party: Name,
    gstin: &str,
    kind: TaxpayerType,
) -> Finding {
    let (word, code) = (kind.gst_word(), kind.nic_code());
    let Name { english, hindi } = party;
    Finding::new(entry, pointer).with(Detail {
        english: format!("The {english} {gstin} is registered as: {word}.").into(),
        hindi: format!("{hindi} {gstin} के पंजीकरण का प्रकार {code} है।").into(),
        found: Some(code.to_owned()),
        expected: None,
    })
}
