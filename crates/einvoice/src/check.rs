//! All rules over one document.

use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::irn::Irn;
use crate::rules;

/// A document that broke no rule. Only [`check`] makes one, so that nothing unchecked can be
/// signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    invoice: Invoice,
    irn: Irn,
}

impl Checked {
    /// The document.
    pub fn invoice(&self) -> &Invoice {
        &self.invoice
    }

    /// The invoice reference number that it will have.
    pub fn irn(&self) -> Irn {
        self.irn
    }

    /// Gives the document back.
    pub fn into_invoice(self) -> Invoice {
        self.invoice
    }
}

/// A document that broke rules, with what they found: at least one finding.
#[derive(Clone, Debug)]
pub struct Rejected {
    invoice: Box<Invoice>,
    findings: Vec<Finding>,
}

impl Rejected {
    /// The document.
    pub fn invoice(&self) -> &Invoice {
        &self.invoice
    }

    /// What is wrong, in document order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What is wrong, to keep.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}

/// Checks a document against every rule of the catalogue.
pub fn check(invoice: Invoice, facts: &Facts<'_>) -> Result<Checked, Rejected> {
    let findings = rules::findings(&invoice, facts);
    if findings.is_empty() {
        let irn = invoice.irn();
        Ok(Checked { invoice, irn })
    } else {
        Err(Rejected {
            invoice: Box::new(invoice),
            findings,
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use gst::{Decimal, RegistrationStatus, TaxpayerType};
    use jiff::civil::{Date, date};

    use super::*;
    use crate::example;
    use crate::facts::{Party, Policy, Standing};

    const DAY: Date = date(2026, 6, 1);

    fn check_sample(invoice: Invoice, buyer: &Party) -> Result<Checked, Rejected> {
        let seller = Party::Known(standing());
        let facts = Facts {
            caller: invoice.seller.gstin,
            today: DAY,
            seller: &seller,
            buyer,
            ecommerce: None,
            policy: &Policy::default(),
        };
        check(invoice, &facts)
    }

    fn standing() -> Standing {
        Standing {
            status: RegistrationStatus::Active,
            kind: TaxpayerType::Regular,
            registered_on: None,
            deregistered_on: None,
            turnover: None,
            e_invoice_enabled: true,
            eway_bill_blocked: false,
        }
    }

    fn domestic() -> Invoice {
        example::domestic_invoice(&"KA/26-27/1".parse().unwrap(), DAY)
    }

    #[test]
    fn examples_break_no_rule() {
        let checked = check_sample(domestic(), &Party::Known(standing())).unwrap();
        assert_eq!(checked.irn(), domestic().irn());
        assert_eq!(checked.into_invoice(), domestic());
        let export = example::export_invoice(&"KA/26-27/2".parse().unwrap(), DAY);
        check_sample(export, &Party::Unregistered).unwrap();
    }

    #[test]
    fn all_findings_come_at_once() {
        let mut invoice = domestic();
        invoice.document.date = date(2026, 6, 2);
        invoice.items[1].serial_number = "1".to_owned();
        invoice.totals.invoice_value += Decimal::from(100);
        let rejected = check_sample(invoice.clone(), &Party::Known(standing())).unwrap_err();
        let codes: Vec<_> = rejected.findings().iter().map(Finding::code).collect();
        assert_eq!(codes, ["2163", "2233", "2189"]);
        assert_eq!(rejected.invoice(), &invoice);
    }
}
