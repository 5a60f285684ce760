//! The rules. One rule is one file, named by its code and by what is wrong; [`ALL`] lists them.
//!
//! To add one: write the file in the folder of its subject with its `mod` line beside the
//! others, and add one line to [`ALL`]. A test finds a file that is not listed, a code that is
//! out of order or used twice, and a rule without an example.

mod document;
mod eway_bill;
mod item;
mod outcome;
mod party;
mod protocol;
mod registration;
#[cfg(test)]
mod sample;
mod tax;
mod totals;
mod why;
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
    /// outcomes, protocol errors and rules that are not raised.
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
const SECTIONS: [&str; 11] = [
    "Irn",
    "TranDtls",
    "DocDtls",
    "SellerDtls",
    "BuyerDtls",
    "DispDtls",
    "ShipDtls",
    "ItemList",
    "ValDtls",
    "RefDtls",
    "ExpDtls",
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
    &protocol::r2139_creating_failed::RULE,
    &protocol::r2140_validation_failed::RULE,
    &protocol::r2141_cancelling_failed::RULE,
    &protocol::r2142_parameters_incomplete::RULE,
    &outcome::r2143_not_your_document::RULE,
    &protocol::r2144_document_date_form::RULE,
    &document::r2145_irn_differs::RULE,
    &protocol::r2146_irn_not_made_now::RULE,
    &protocol::r2147_not_signed_now::RULE,
    &outcome::r2148_irn_not_available::RULE,
    &outcome::r2150_duplicate_irn::RULE,
    &outcome::r2154_document_not_found::RULE,
    &protocol::r2155_supplier_gstin_missing::RULE,
    &protocol::r2156_from_date_form::RULE,
    &protocol::r2157_to_date_form::RULE,
    &protocol::r2159_reverse_charge_value::RULE,
    &protocol::r2161_document_type_value::RULE,
    &tax::r2162_reverse_charge_not_allowed::RULE,
    &document::r2163_date_in_future::RULE,
    &document::r2169_caller_not_supplier::RULE,
    &party::r2171_deemed_export_to_unregistered::RULE,
    &tax::r2172_igst_on_intra_state::RULE,
    &protocol::r2173_too_many_items::RULE,
    &tax::r2174_cgst_sgst_on_inter_state::RULE,
    &item::r2176_hsn_unknown::RULE,
    &item::r2177_unit_unknown::RULE,
    &party::r2178_pin_of_another_state::RULE,
    &tax::r2179_taxes_not_consistent::RULE,
    &tax::r2180_state_taxes_on_export::RULE,
    &tax::r2181_export_within_the_state::RULE,
    &totals::r2182_taxable_total_wrong::RULE,
    &totals::r2183_sgst_total_wrong::RULE,
    &totals::r2184_cgst_total_wrong::RULE,
    &totals::r2185_igst_total_wrong::RULE,
    &totals::r2186_cess_total_wrong::RULE,
    &totals::r2187_state_cess_total_wrong::RULE,
    &totals::r2188_cess_by_quantity_total::RULE,
    &totals::r2189_invoice_value_wrong::RULE,
    &party::r2190_recipient_type_unsuitable::RULE,
    &document::r2191_original_document_missing::RULE,
    &item::r2192_gross_amount_wrong::RULE,
    &item::r2193_taxable_value_wrong::RULE,
    &item::r2194_item_total_wrong::RULE,
    &party::r2195_operator_collects_no_tax::RULE,
    &party::r2196_no_registration_for_export_category::RULE,
    &party::r2197_operator_missing::RULE,
    &document::r2198_places_not_for_regular::RULE,
    &item::r2199_hsn_not_suitable::RULE,
    &protocol::r2200_place_state_not_valid::RULE,
    &document::r2201_port_unknown::RULE,
    &document::r2202_country_unknown::RULE,
    &document::r2203_currency_unknown::RULE,
    &document::r2204_ship_to_not_wanted::RULE,
    &document::r2205_dispatch_not_wanted::RULE,
    &document::r2206_ship_to_missing::RULE,
    &document::r2207_dispatch_missing::RULE,
    &document::r2208_export_details_missing::RULE,
    &document::r2209_both_places_missing::RULE,
    &document::r2210_original_document_not_wanted::RULE,
    &party::r2211_supplier_is_recipient::RULE,
    &party::r2212_recipient_unregistered::RULE,
    &party::r2213_supplier_unregistered::RULE,
    &protocol::r2214_party_gstin_missing::RULE,
    &protocol::r2215_party_pin_and_state_missing::RULE,
    &protocol::r2216_party_trade_name_missing::RULE,
    &protocol::r2217_party_place_missing::RULE,
    &document::r2218_date_after_today::RULE,
    &document::r2219_period_reversed::RULE,
    &totals::r2220_discount_not_below_value::RULE,
    &tax::r2221_export_payment_flag::RULE,
    &tax::r2222_state_cess_without_rate::RULE,
    &tax::r2223_state_cess_missing::RULE,
    &party::r2224_operator_not_wanted::RULE,
    &protocol::r2225_date_form::RULE,
    &outcome::r2226_not_allowed_to_read::RULE,
    &tax::r2227_cgst_differs_from_sgst::RULE,
    &item::r2228_no_items::RULE,
    &party::r2229_export_supplied_in_india::RULE,
    &outcome::r2230_eway_bill_active::RULE,
    &party::r2231_supplier_in_zone::RULE,
    &party::r2232_supply_not_abroad::RULE,
    &item::r2233_serial_number_repeated::RULE,
    &tax::r2234_cgst_sgst_amount_wrong::RULE,
    &tax::r2235_igst_amount_wrong::RULE,
    &document::r2236_ship_to_not_in_india::RULE,
    &tax::r2237_state_taxes_on_zone::RULE,
    &item::r2238_quantity_missing::RULE,
    &item::r2239_unit_missing::RULE,
    &tax::r2240_rate_unknown::RULE,
    &tax::r2241_state_taxes_left_out::RULE,
    &party::r2242_supplied_abroad::RULE,
    &protocol::r2243_place_of_supply_not_valid::RULE,
    &party::r2244_recipient_pin_missing::RULE,
    &party::r2245_ship_to_not_place_of_supply::RULE,
    &party::r2246_recipient_in_zone::RULE,
    &party::r2247_recipient_not_in_zone::RULE,
    &party::r2248_export_to_registered::RULE,
    &item::r2249_goods_and_services_mixed::RULE,
    &eway_bill::r2251_no_goods_for_bill::RULE,
    &eway_bill::r2252_note_or_service_for_bill::RULE,
    &eway_bill::r2253_vehicle_for_road::RULE,
    &eway_bill::r2254_transport_document_for_others::RULE,
    &protocol::r2255_payload_empty::RULE,
    &protocol::r2256_signature_not_valid::RULE,
    &outcome::r2257_credentials_not_for_irn::RULE,
    &party::r2258_supplier_state_mismatch::RULE,
    &protocol::r2259_supplier_state_not_valid::RULE,
    &protocol::r2260_recipient_state_not_valid::RULE,
    &party::r2261_export_recipient_in_india::RULE,
    &tax::r2262_igst_on_intra_between_states::RULE,
    &protocol::r2263_igst_on_intra_value::RULE,
    &totals::r2264_other_charges_total::RULE,
    &party::r2265_recipient_state_mismatch::RULE,
    &tax::r2266_cess_amount_wrong::RULE,
    &tax::r2267_state_cess_amount_wrong::RULE,
    &outcome::r2270_cancellation_window_closed::RULE,
    &protocol::r2271_state_not_valid::RULE,
    &protocol::r2272_pin_not_valid::RULE,
    &party::r2274_recipient_pin_not_given::RULE,
    &protocol::r2276_supplier_pin_missing::RULE,
    &outcome::r2278_number_of_cancelled_document::RULE,
    &outcome::r2283_irn_too_old_to_read::RULE,
    &document::r2284_dated_before_the_floor::RULE,
    &tax::r2294_igst_on_intra_without_reverse_charge::RULE,
    &outcome::r2295_registered_elsewhere::RULE,
    &party::r2300_supplier_type_not_allowed::RULE,
    &outcome::r2302_irn_status_not_active::RULE,
    &document::r2305_reported_too_late::RULE,
    &party::r2323_ship_to_is_recipient::RULE,
    &party::r2324_ship_to_not_replaceable::RULE,
    &party::r2325_ship_to_state_mismatch::RULE,
    &registration::r3000_login_not_valid::RULE,
    &registration::r3001_details_not_available::RULE,
    &registration::r3002_login_failed::RULE,
    &registration::r3003_password_too_weak::RULE,
    &registration::r3004_user_id_taken::RULE,
    &registration::r3005_data_not_found::RULE,
    &registration::r3006_mobile_number_not_valid::RULE,
    &registration::r3007_too_many_sub_users::RULE,
    &registration::r3008_sub_user_exists::RULE,
    &protocol::r3009_parameter_missing::RULE,
    &registration::r3010_suffix_too_long::RULE,
    &registration::r3011_nothing_found::RULE,
    &registration::r3012_no_mobile_on_record::RULE,
    &registration::r3013_registration_cancelled::RULE,
    &registration::r3014_taxpayer_type_not_allowed::RULE,
    &registration::r3015_registration_deregistered::RULE,
    &registration::r3016_registration_inactive::RULE,
    &registration::r3017_provisional_id_lapsed::RULE,
    &registration::r3019_sub_user_not_saved::RULE,
    &registration::r3020_internal_failure::RULE,
    &registration::r3021_no_sub_users::RULE,
    &registration::r3022_details_exist::RULE,
    &registration::r3023_password_unchanged::RULE,
    &registration::r3024_current_password_wrong::RULE,
    &registration::r3025_account_frozen_already::RULE,
    &registration::r3026_gstin_not_enabled::RULE,
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
    &party::r3038_pin_not_of_the_state::RULE,
    &party::r3039_pin_not_in_state::RULE,
    &party::r3042_pin_of_the_way_not_valid::RULE,
    &registration::r3043_unspecified_failure::RULE,
    &registration::r3044_not_for_service_providers::RULE,
    &registration::r3045_not_registered::RULE,
    &party::r3046_supplier_not_enabled::RULE,
    &eway_bill::r3052_transporter_cancelled::RULE,
    &registration::r3053_not_authorised::RULE,
    &registration::r3058_not_saved::RULE,
    &registration::r3059_no_client_id_of_the_pan::RULE,
    &registration::r3060_waiting_for_an_officer::RULE,
    &registration::r3061_request_rejected::RULE,
    &registration::r3062_registered_before::RULE,
    &registration::r3063_already_enabled::RULE,
    &registration::r3064_cannot_enable_deregistered::RULE,
    &registration::r3065_feature_not_allowed::RULE,
    &registration::r3066_no_pins_of_the_state::RULE,
    &registration::r3067_secret_not_changed::RULE,
    &registration::r3068_no_api_user::RULE,
    &registration::r3069_not_integrated::RULE,
    &registration::r3070_no_registration::RULE,
    &registration::r3071_linked_already::RULE,
    &registration::r3072_not_linked::RULE,
    &registration::r3073_has_an_account::RULE,
    &party::r3074_ended_before_document::RULE,
    &party::r3075_ended_on_unknown_day::RULE,
    &party::r3076_gstin_inactive::RULE,
    &party::r3077_ended_and_document_before_registration::RULE,
    &party::r3078_ended_and_registration_day_unknown::RULE,
    &party::r3079_document_before_registration::RULE,
    &registration::r3080_cannot_be_enabled::RULE,
    &registration::r3092_enabled_at_the_lowest_threshold::RULE,
    &registration::r3093_turnover_out_of_range::RULE,
    &eway_bill::r4000_irn_not_active::RULE,
    &eway_bill::r4001_creation_failed::RULE,
    &eway_bill::r4002_bill_exists_for_irn::RULE,
    &eway_bill::r4003_irn_unknown::RULE,
    &eway_bill::r4004_irn_not_read::RULE,
    &eway_bill::r4005_bill_not_found::RULE,
    &eway_bill::r4006_parameter_empty::RULE,
    &eway_bill::r4007_bill_not_available::RULE,
    &eway_bill::r4008_bill_number_not_valid::RULE,
    &eway_bill::r4009_no_goods::RULE,
    &eway_bill::r4010_not_for_notes::RULE,
    &eway_bill::r4011_vehicle_number_missing::RULE,
    &eway_bill::r4012_transport_document_missing::RULE,
    &eway_bill::r4013_distance_out_of_range::RULE,
    &eway_bill::r4014_vehicle_number_not_valid::RULE,
    &eway_bill::r4015_blocked::RULE,
    &eway_bill::r4016_transport_date_in_future::RULE,
    &eway_bill::r4017_date_form::RULE,
    &eway_bill::r4018_transporter_not_valid::RULE,
    &eway_bill::r4019_transporter_missing::RULE,
    &eway_bill::r4020_vehicle_type_not_valid::RULE,
    &eway_bill::r4021_transport_date_before_document::RULE,
    &eway_bill::r4022_vehicle_type_missing::RULE,
    &eway_bill::r4023_transport_date_missing::RULE,
    &eway_bill::r4024_over_dimensional_by_rail_or_air::RULE,
    &eway_bill::r4025_user_not_valid::RULE,
    &eway_bill::r4026_bill_exists_for_number::RULE,
    &eway_bill::r4027_transporter_needed_for_slip::RULE,
    &eway_bill::r4028_mode_missing::RULE,
    &eway_bill::r4029_distance_within_one_pin::RULE,
    &eway_bill::r4030_distance_unknown::RULE,
    &eway_bill::r4031_ship_to_missing::RULE,
    &eway_bill::r4032_ship_to_abroad::RULE,
    &eway_bill::r4033_ship_to_pin_abroad::RULE,
    &eway_bill::r4034_distance_with_pin_abroad::RULE,
    &eway_bill::r4035_dispatch_abroad::RULE,
    &eway_bill::r4036_dispatch_pin_abroad::RULE,
    &eway_bill::r4037_not_authorised::RULE,
    &eway_bill::r4038_distance_too_long::RULE,
    &eway_bill::r4039_regular_vehicle_by_ship::RULE,
    &eway_bill::r4040_ship_needs_a_number::RULE,
    &eway_bill::r4074_ship_to_rule::RULE,
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
