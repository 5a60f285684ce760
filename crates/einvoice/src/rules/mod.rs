//! The rules. One rule is one file, named by its code and by what is wrong; [`ALL`] lists them.
//!
//! To add one: write the file in the folder of its subject with its `mod` line beside the
//! others, and add one line to [`ALL`]. A test finds a file that is not listed, a code that is
//! out of order or used twice, and a rule without an example.

mod document;
mod item;
mod outcome;
mod party;
mod protocol;
mod registration;
#[cfg(test)]
mod sample;
mod tax;
mod totals;
mod wording;

use crate::catalogue::Entry;
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;

/// A catalogue entry with what checks it, if a document's content can.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The public part.
    pub entry: Entry,
    /// A pure check that pushes a finding for every place where the rule is broken. `None` for
    /// outcomes and protocol errors.
    pub check: Option<Check>,
}

/// A pure check: no clock, no store, no order of calls matters.
pub type Check = fn(&Invoice, &Facts<'_>, &mut Vec<Finding>);

/// Everything that is wrong with a document by the rules, in document order.
pub fn findings(invoice: &Invoice, facts: &Facts<'_>) -> Vec<Finding> {
    findings_of(ALL.iter().copied(), invoice, facts)
}

/// The same by some of the rules only.
pub fn findings_of<'a>(
    rules: impl IntoIterator<Item = &'a Rule>,
    invoice: &Invoice,
    facts: &Facts<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in rules.into_iter().filter_map(|rule| rule.check) {
        check(invoice, facts, &mut findings);
    }
    findings.sort_by_cached_key(|finding| place(&finding.pointer));
    findings
}

/// The sections of a document as INV-01 orders them.
const SECTIONS: [&str; 6] = [
    "TranDtls",
    "DocDtls",
    "SellerDtls",
    "BuyerDtls",
    "ItemList",
    "ValDtls",
];

/// Where a pointer stands in a document: its section, and the item if it is in one.
fn place(pointer: &str) -> (usize, usize) {
    let mut segments = pointer.split('/').skip(1);
    let section = segments.next().unwrap_or_default();
    let section = SECTIONS.iter().position(|name| *name == section);
    let item = segments.next().and_then(|index| index.parse().ok());
    (section.unwrap_or(SECTIONS.len()), item.unwrap_or(0))
}

/// Every rule, outcome and protocol error, in ascending order of code.
pub static ALL: &[&Rule] = &[
    &protocol::r1004_gstin_header_missing::RULE,
    &protocol::r1005_token_not_valid::RULE,
    &protocol::r1006_user_name_header_missing::RULE,
    &protocol::r1007_authentication_request_malformed::RULE,
    &protocol::r1008_credentials_wrong::RULE,
    &protocol::r1010_client_credentials_wrong::RULE,
    &protocol::r1011_client_id_header_missing::RULE,
    &protocol::r1012_client_secret_header_missing::RULE,
    &protocol::r1013_password_not_decrypted::RULE,
    &protocol::r1014_gstin_cannot_use_api::RULE,
    &protocol::r1015_gstin_is_not_the_tokens::RULE,
    &protocol::r1016_app_key_not_decrypted::RULE,
    &protocol::r1017_user_unknown::RULE,
    &protocol::r1018_user_not_of_this_client::RULE,
    &protocol::r1019_password_wrong::RULE,
    &protocol::r1020_request_not_decrypted::RULE,
    &outcome::r2143_not_your_document::RULE,
    &outcome::r2148_irn_not_available::RULE,
    &outcome::r2150_duplicate_irn::RULE,
    &outcome::r2154_document_not_found::RULE,
    &document::r2163_date_in_future::RULE,
    &document::r2169_caller_not_supplier::RULE,
    &tax::r2172_igst_on_intra_state::RULE,
    &tax::r2174_cgst_sgst_on_inter_state::RULE,
    &totals::r2182_taxable_total_wrong::RULE,
    &totals::r2183_sgst_total_wrong::RULE,
    &totals::r2184_cgst_total_wrong::RULE,
    &totals::r2185_igst_total_wrong::RULE,
    &totals::r2186_cess_total_wrong::RULE,
    &totals::r2187_state_cess_total_wrong::RULE,
    &totals::r2189_invoice_value_wrong::RULE,
    &item::r2193_taxable_value_wrong::RULE,
    &item::r2194_item_total_wrong::RULE,
    &party::r2211_supplier_is_recipient::RULE,
    &party::r2212_recipient_unregistered::RULE,
    &tax::r2227_cgst_differs_from_sgst::RULE,
    &item::r2228_no_items::RULE,
    &item::r2233_serial_number_repeated::RULE,
    &tax::r2234_cgst_sgst_amount_wrong::RULE,
    &tax::r2235_igst_amount_wrong::RULE,
    &party::r2258_supplier_state_mismatch::RULE,
    &party::r2265_recipient_state_mismatch::RULE,
    &outcome::r2270_cancellation_window_closed::RULE,
    &outcome::r2278_number_of_cancelled_document::RULE,
    &outcome::r2283_irn_too_old_to_read::RULE,
    &document::r2305_reported_too_late::RULE,
    &registration::r3001_details_not_available::RULE,
    &registration::r3003_password_too_weak::RULE,
    &registration::r3004_user_id_taken::RULE,
    &registration::r3012_no_mobile_on_record::RULE,
    &registration::r3013_registration_cancelled::RULE,
    &registration::r3014_taxpayer_type_not_allowed::RULE,
    &registration::r3015_registration_deregistered::RULE,
    &registration::r3016_registration_inactive::RULE,
    &registration::r3017_provisional_id_lapsed::RULE,
    &registration::r3020_internal_failure::RULE,
    &registration::r3023_password_unchanged::RULE,
    &registration::r3024_current_password_wrong::RULE,
    &registration::r3027_already_registered::RULE,
    &party::r3028_gstin_unknown::RULE,
    &party::r3029_gstin_not_active::RULE,
    &registration::r3030_gstin_not_valid::RULE,
    &registration::r3031_user_id_not_valid::RULE,
    &registration::r3032_enrolled_transporter::RULE,
    &registration::r3033_account_frozen::RULE,
    &registration::r3034_account_cancelled::RULE,
    &registration::r3035_registration_suspended::RULE,
    &registration::r3036_user_inactive::RULE,
    &registration::r3037_common_enrolled_transporter::RULE,
    &registration::r3043_unspecified_failure::RULE,
    &registration::r3044_not_for_service_providers::RULE,
    &registration::r3045_not_registered::RULE,
    &party::r3046_supplier_not_enabled::RULE,
    &registration::r3063_already_enabled::RULE,
    &registration::r3064_cannot_enable_deregistered::RULE,
    &registration::r3080_cannot_be_enabled::RULE,
    &registration::r3092_enabled_at_the_lowest_threshold::RULE,
    &registration::r3093_turnover_out_of_range::RULE,
    &protocol::r5001_application_error::RULE,
    &protocol::r5002_request_not_as_described::RULE,
    &protocol::r5003_request_empty::RULE,
    &outcome::r9999_irn_not_active::RULE,
];

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;
    use crate::rules::sample::World;

    #[test]
    fn the_samples_break_no_rule() {
        let world = World::new();
        for invoice in [sample::intra_state(), sample::inter_state()] {
            let findings = findings(&invoice, &world.facts());
            assert!(findings.is_empty(), "{findings:?}");
        }
    }

    #[test]
    fn findings_stand_in_document_order() {
        let mut invoice = sample::intra_state();
        invoice.document.date = sample::TODAY + 1.day();
        invoice.seller.state = sample::state("27");
        invoice.buyer.place_of_supply = sample::state("27");
        invoice.items[1].total = sample::paise(1);
        let findings = findings(&invoice, &World::new().facts());
        let places: Vec<_> = findings.iter().map(|found| place(&found.pointer)).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(places.len() >= 3);
    }

    #[test]
    fn items_are_ordered_by_number_and_not_by_letters() {
        assert!(place("/ItemList/9/SlNo") < place("/ItemList/10/SlNo"));
        assert!(place("/DocDtls/Dt") < place("/SellerDtls/Gstin"));
        assert!(place("/ValDtls/AssVal") < place("/Elsewhere"));
    }
}
