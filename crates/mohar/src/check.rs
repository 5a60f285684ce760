//! `mohar check`: says all that is wrong with documents, without a portal and a network.
//!
//! What only a portal knows is taken to be in order: both parties are active taxpayers, the
//! supplier may issue e-invoices, and nothing of this number is registered yet.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use einvoice::{
    Facts, Finding, Invoice, Irn, Language, Party, PartyId, Policy, Standing, check, parse_value,
};
use gst::{Decimal, RegistrationStatus, TaxpayerType, ist};
use serde_json::{Value, json};
use service::Clock;

use crate::Failure;
use crate::cli::CheckArguments;
use crate::files;
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
            if !verdict.findings.is_empty() {
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

/// The documents of a file, with their places in the list if it holds one.
fn documents(path: &Path) -> Result<Vec<(Option<usize>, Value)>, Failure> {
    let bytes = files::bytes_or_input(path, FILE_BYTES_MAX)?;
    let json = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    let name = path.display();
    let value = serde_json::from_slice(json)
        .map_err(|error| Failure(format!("{name} is not JSON: {error}")))?;
    match value {
        Value::Array(list) if list.is_empty() => {
            Err(Failure(format!("there is no document in {name}")))
        }
        Value::Array(list) => Ok((0..).map(Some).zip(list).collect()),
        document => Ok(vec![(None, document)]),
    }
}

/// What was found out about a document.
struct Verdict {
    /// What it is, when it could be read.
    identity: Option<Identity>,
    findings: Vec<Finding>,
}

struct Identity {
    kind: &'static str,
    number: String,
    irn: Irn,
}

impl Verdict {
    fn of(document: &Value, turnover: Option<Decimal>) -> Self {
        let policy = Policy::default();
        let invoice = match parse_value(document, &policy) {
            Ok(invoice) => invoice,
            Err(findings) => {
                return Self {
                    identity: None,
                    findings,
                };
            }
        };
        let identity = Identity {
            kind: invoice.document.kind.value.code(),
            number: invoice.document.number.to_string(),
            irn: invoice.irn(),
        };
        Self {
            identity: Some(identity),
            findings: judge(invoice, turnover, &policy),
        }
    }

    /// One line for machines.
    fn to_json(&self, file: &str, index: Option<usize>) -> Value {
        let findings = self.findings.iter().map(|finding| {
            json!({
                "code": finding.code(),
                "message": finding.message(Language::English),
                "pointer": finding.pointer,
                "found": finding.detail.found,
                "expected": finding.detail.expected,
                "fix": finding.entry.english.fix,
            })
        });
        let identity = self.identity.as_ref();
        json!({
            "file": file,
            "index": index,
            "type": identity.map(|identity| identity.kind),
            "number": identity.map(|identity| &identity.number),
            "irn": identity.map(|identity| identity.irn.to_string()),
            "findings": findings.collect::<Vec<_>>(),
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
        let _ = match self.findings.len() {
            0 => writeln!(text, ": nothing is wrong"),
            1 => writeln!(text, ": 1 finding"),
            count => writeln!(text, ": {count} findings"),
        };
        for finding in &self.findings {
            describe(finding, &mut text);
        }
        text
    }
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

fn in_order(kind: TaxpayerType, turnover: Option<Decimal>) -> Standing {
    Standing {
        status: RegistrationStatus::Active,
        kind,
        registered_on: None,
        deregistered_on: None,
        turnover,
        e_invoice_enabled: true,
    }
}
