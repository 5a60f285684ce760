//! `mohar check`: says all that is wrong with documents, without a portal and a network.
//!
//! What only a portal knows is taken to be in order: both parties are active taxpayers, the
//! supplier may issue e-invoices, and nothing of this number is registered yet.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use einvoice::eway_bill::{self, Asked, BillFacts};
use einvoice::{
    Facts, Finding, Invoice, Irn, Language, Party, PartyId, Policy, Standing, check, parse,
};
use gst::{Decimal, RegistrationStatus, TaxpayerType, ist};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use service::Clock;

use crate::Failure;
use crate::cli::CheckArguments;
use crate::files;
use crate::masters;
use crate::terminal::{plain, say};

/// Bytes of one file: a few thousand ordinary documents, or some of the longest.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Something is wrong with a document.
const FINDINGS: u8 = 1;

/// A file cannot be read, is not JSON or holds no document.
const UNREADABLE: u8 = 2;

/// What Windows programs write before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Checks every document of every file and prints what is wrong. A file that cannot be read does
/// not keep the others from being checked.
pub(crate) fn run(arguments: &CheckArguments) -> Result<ExitCode, Failure> {
    masters::install(&arguments.masters)?;
    let mut worst = 0;
    for path in &arguments.files {
        let documents = match documents(path) {
            Ok(documents) => documents,
            Err(failure) => {
                eprintln!("mohar: {}", plain(&failure.to_string()));
                worst = UNREADABLE;
                continue;
            }
        };
        let name = path.display().to_string();
        for (index, document) in &documents {
            let verdict = Verdict::of(document, arguments.turnover);
            if verdict.findings().next().is_some() {
                worst = worst.max(FINDINGS);
            }
            let words = if arguments.json {
                verdict.to_json(&name, *index).to_string()
            } else {
                plain(verdict.to_text(&name, *index).trim_end())
            };
            say(&words)?;
        }
    }
    Ok(ExitCode::from(worst))
}

/// A document and its place in the list of its file, if that holds one.
type Document = (Option<usize>, Box<RawValue>);

/// The documents of a file.
fn documents(path: &Path) -> Result<Vec<Document>, Failure> {
    let bytes = files::bytes_or_input(path, FILE_BYTES_MAX)?;
    let json = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    let name = path.display();
    let not_json = |error| Failure(format!("{name} is not JSON: {error}"));
    if json.trim_ascii_start().first() != Some(&b'[') {
        let document = serde_json::from_slice(json).map_err(not_json)?;
        return Ok(vec![(None, document)]);
    }
    let list: Vec<_> = serde_json::from_slice(json).map_err(not_json)?;
    if list.is_empty() {
        return Err(Failure(format!("there is no document in {name}")));
    }
    Ok((0..).map(Some).zip(list).collect())
}

/// What was found out about a document.
struct Verdict {
    /// What it is, when it could be read.
    identity: Option<Identity>,
    findings: Vec<Finding>,
    /// What keeps it from the e-way bill that it asks for.
    eway_bill: Vec<Finding>,
}

struct Identity {
    kind: &'static str,
    number: String,
    irn: Irn,
}

impl Verdict {
    fn of(document: &RawValue, turnover: Option<Decimal>) -> Self {
        let policy = Policy::default();
        let invoice = match parse(document.get().as_bytes(), &policy) {
            Ok(invoice) => invoice,
            Err(findings) => {
                return Self {
                    identity: None,
                    findings,
                    eway_bill: Vec::new(),
                };
            }
        };
        let identity = Identity {
            kind: invoice.document.kind.value.code(),
            number: invoice.document.number.to_string(),
            irn: invoice.irn(),
        };
        let eway_bill = judge_eway_bill(&invoice, &policy);
        Self {
            identity: Some(identity),
            findings: judge(invoice, turnover, &policy),
            eway_bill,
        }
    }

    /// All that is wrong.
    fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(&self.eway_bill)
    }

    /// One line for machines.
    fn to_json(&self, file: &str, index: Option<usize>) -> Value {
        let identity = self.identity.as_ref();
        json!({
            "file": file,
            "index": index,
            "type": identity.map(|identity| identity.kind),
            "number": identity.map(|identity| &identity.number),
            "irn": identity.map(|identity| identity.irn.to_string()),
            "findings": self.findings.iter().map(particulars).collect::<Vec<_>>(),
            "eway_bill_findings": self.eway_bill.iter().map(particulars).collect::<Vec<_>>(),
        })
    }

    /// A paragraph for people, who count from 1.
    fn to_text(&self, file: &str, index: Option<usize>) -> String {
        let mut text = file.to_owned();
        // Writing into a String cannot fail.
        if let Some(index) = index {
            let _ = write!(text, ", document {}", index + 1);
        }
        if let Some(Identity { kind, number, irn }) = &self.identity {
            let _ = write!(text, ", {kind} {number}, IRN {irn}");
        }
        let _ = match self.findings().count() {
            0 => writeln!(text, ": nothing is wrong"),
            1 => writeln!(text, ": 1 finding"),
            count => writeln!(text, ": {count} findings"),
        };
        for finding in &self.findings {
            describe(finding, &mut text);
        }
        if !self.eway_bill.is_empty() {
            text.push_str("  It would be registered without the e-way bill that it asks for:\n");
        }
        for finding in &self.eway_bill {
            describe(finding, &mut text);
        }
        text
    }
}

/// A finding for machines.
fn particulars(finding: &Finding) -> Value {
    json!({
        "code": finding.code(),
        "message": finding.message(Language::English),
        "pointer": finding.pointer,
        "found": finding.detail.found,
        "expected": finding.detail.expected,
        "fix": finding.entry.english.fix,
    })
}

fn describe(finding: &Finding, text: &mut String) {
    let (code, message) = (finding.code(), finding.message(Language::English));
    // Writing into a String cannot fail.
    let _ = writeln!(text, "  {code} {message}");
    let mut place = Vec::new();
    if !finding.pointer.is_empty() {
        place.push(format!("at {}", finding.pointer));
    }
    if let Some(found) = &finding.detail.found {
        place.push(format!("found {found}"));
    }
    if let Some(expected) = &finding.detail.expected {
        place.push(format!("expected {expected}"));
    }
    let fix = finding.entry.english.fix;
    for line in [place.join(", ").as_str(), fix] {
        if !line.is_empty() {
            let _ = writeln!(text, "       {line}");
        }
    }
}

/// The rules' verdict. There is no register to ask offline, so each party is taken for what the
/// document makes it: active, and of the type that its part in the supply asks for.
fn judge(invoice: Invoice, turnover: Option<Decimal>, policy: &Policy) -> Vec<Finding> {
    let seller = Party::Known(in_order(TaxpayerType::Regular, turnover));
    let recipient = if invoice.transaction.supply_type.value.is_sez() {
        TaxpayerType::SezUnit
    } else {
        TaxpayerType::Regular
    };
    let buyer = match invoice.buyer.id {
        PartyId::Registered(_) => Party::Known(in_order(recipient, None)),
        PartyId::Unregistered => Party::Unregistered,
    };
    let operator = invoice.transaction.ecommerce_gstin;
    let ecommerce = operator.map(|_| Party::Known(in_order(TaxpayerType::TaxCollector, None)));
    let facts = Facts {
        caller: invoice.seller.gstin,
        today: ist::date(Clock::system().now()),
        seller: &seller,
        buyer: &buyer,
        ecommerce: ecommerce.as_ref(),
        policy,
    };
    check(invoice, &facts)
        .err()
        .map_or_else(Vec::new, einvoice::Rejected::into_findings)
}

/// What keeps the document from the e-way bill that it asks for, if it asks for one.
fn judge_eway_bill(invoice: &Invoice, policy: &Policy) -> Vec<Finding> {
    let Some(transport) = &invoice.transport else {
        return Vec::new();
    };
    let party = Party::Known(in_order(TaxpayerType::Regular, None));
    let facts = BillFacts {
        today: ist::date(Clock::system().now()),
        supplier: &party,
        transporter: transport.transporter_id.map(|_| &party),
        policy,
    };
    eway_bill::check(invoice, Asked::WithInvoice, &facts)
        .err()
        .unwrap_or_default()
}

fn in_order(kind: TaxpayerType, turnover: Option<Decimal>) -> Standing {
    Standing {
        status: RegistrationStatus::Active,
        kind,
        registered_on: None,
        deregistered_on: None,
        turnover,
        e_invoice_enabled: true,
        eway_bill_blocked: false,
    }
}
