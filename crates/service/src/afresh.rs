//! Asking the registry afresh before a refusal.
//!
//! A copy of the GST master may say that a registration is unknown, inactive or blocked when that
//! has changed since. Clients know one answer to that: fetch the taxpayer, send again. So it is
//! done for them, once, for exactly the parties that a refusal is about, and the rules judge again.

use std::collections::HashSet;
use std::sync::Arc;

use einvoice::finding::Finding;
use gst::Gstin;
use tokio::sync::OnceCell;

use crate::irp::Irp;

/// Codes that refuse a document for what is known of a party's registration.
const OF_A_DOCUMENT: [&str; 8] = [
    "3028", "3029", "3074", "3075", "3076", "3077", "3078", "3079",
];

/// Codes that refuse an e-way bill for what is known of a party.
const OF_A_BILL: [&str; 3] = ["3052", "4015", "4018"];

/// The parties that findings are about, each once, if it is their registration that is wrong.
/// `gstin_at` tells whose GSTIN stands at a pointer.
pub(crate) fn in_doubt(
    findings: &[Finding],
    gstin_at: impl Fn(&str) -> Option<Gstin>,
) -> HashSet<Gstin> {
    findings
        .iter()
        .filter(|finding| {
            let code = finding.code();
            OF_A_DOCUMENT.contains(&code) || OF_A_BILL.contains(&code)
        })
        .filter_map(|finding| gstin_at(&finding.pointer))
        .collect()
}

impl Irp {
    /// Asks the registry about parties, unless it was asked a short while ago. Callers who are in
    /// doubt about one party at the same time wait for one answer, as many as may wait. A registry
    /// that fails or is not to be asked changes nothing: that has been logged, and what is known
    /// stays.
    pub(crate) async fn ask_afresh(&self, parties: HashSet<Gstin>) {
        for gstin in parties {
            let gap_s = self.settings().taxpayers.afresh_gap_s;
            let asked = self
                .asked()
                .get_or_put(&gstin, self.now(), gap_s, Arc::default);
            if asked.initialized() {
                continue;
            }
            let Ok(turn) = self.registry_turn(&gstin) else {
                continue;
            };
            let ask = || async {
                let _ = self.fetch_in_turn(turn, &gstin).await;
            };
            asked.get_or_init(ask).await;
        }
    }

    /// Remembers that the registry is asked about a GSTIN now, for whatever reason.
    pub(crate) fn note_asked(&self, gstin: &Gstin) {
        let now = self.now();
        let lately = self.asked().get(gstin, now);
        if lately.is_some_and(|asked| !asked.initialized()) {
            // It is `ask_afresh` that asks, and others wait for it.
            return;
        }
        let gap_s = self.settings().taxpayers.afresh_gap_s;
        let done = Arc::new(OnceCell::new_with(Some(())));
        self.asked().put(*gstin, done, now, gap_s);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::codes;

    fn finding(code: &'static str, pointer: &str) -> Finding {
        Finding::new(codes::entry(code), pointer)
    }

    #[test]
    fn only_registrations_are_in_doubt_and_each_party_is_once() {
        let seller = Gstin::with_check_digit("29AAACM0000A1Z").unwrap();
        let buyer = Gstin::with_check_digit("29AAACB0000B1Z").unwrap();
        let gstin_at = |pointer: &str| match pointer {
            "/SellerDtls/Gstin" => Some(seller),
            "/BuyerDtls/Gstin" => Some(buyer),
            _ => None,
        };
        let of = |findings: &[Finding]| in_doubt(findings, gstin_at);
        assert_eq!(of(&[]), HashSet::new());
        assert_eq!(of(&[finding("2211", "/BuyerDtls/Gstin")]), HashSet::new());
        assert_eq!(of(&[finding("3028", "/Other")]), HashSet::new());
        for code in OF_A_DOCUMENT.iter().chain(&OF_A_BILL) {
            let twice = [
                finding(code, "/BuyerDtls/Gstin"),
                finding(code, "/BuyerDtls/Gstin"),
            ];
            assert_eq!(of(&twice), HashSet::from([buyer]), "{code}");
        }
    }
}
