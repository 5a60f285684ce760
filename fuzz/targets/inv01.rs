//! A document from a stranger: read, judged by every rule, written and read again; and the same
//! bytes as a request for an e-way bill.
#![no_main]

use einvoice::eway_bill::{self, Asked, BillFacts};
use einvoice::json::invoice_request_json;
use einvoice::{Facts, Party, Policy};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &[u8]| {
    if let Err(findings) = eway_bill::parse_request(json) {
        assert!(!findings.is_empty(), "refused without a reason");
    }
    let policy = Policy::default();
    let invoice = match einvoice::parse(json, &policy) {
        Ok(invoice) => invoice,
        Err(findings) => {
            assert!(!findings.is_empty(), "refused without a reason");
            return;
        }
    };
    let written = invoice_request_json(&invoice);
    let again = einvoice::parse(written.as_bytes(), &policy);
    assert!(again.is_ok_and(|again| again == invoice), "written as {written}");
    let facts = Facts {
        caller: invoice.seller.gstin,
        today: date(2026, 6, 1),
        seller: &Party::Unknown,
        buyer: &Party::Unknown,
        ecommerce: None,
        policy: &policy,
    };
    let bill_facts = BillFacts {
        today: facts.today,
        supplier: &Party::Unknown,
        transporter: None,
        policy: &policy,
    };
    if invoice.transport.is_some() {
        let _ = eway_bill::check(&invoice, Asked::WithInvoice, &bill_facts);
    }
    for finding in einvoice::rules::findings(&invoice, &facts) {
        assert!(finding.entry.status.is_raised(), "{}", finding.code());
    }
});
