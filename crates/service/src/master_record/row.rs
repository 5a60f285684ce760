//! The values of a row, each read strictly.

use std::borrow::Cow;

use gst::{
    Decimal, Gstin, GstinFault, PinCode, PrincipalPlace, RegistrationStatus, StateCode, Taxpayer,
    TaxpayerType, ist,
};
use jiff::civil::Date;

use super::{COLUMNS, RowFault, RowTexts};
use crate::registry::is_mobile;

/// Most characters of a name or a part of an address.
pub const TEXT_CHARS_MAX: usize = 500;
/// Most characters of an e-mail address, as SMTP has it.
pub const EMAIL_CHARS_MAX: usize = 254;
/// Most decimals of an amount in rupees.
const PAISE_DIGITS: u32 = 2;

pub(super) const GSTIN: usize = 0;
pub(super) const LEGAL_NAME: usize = 1;
const TRADE_NAME: usize = 2;
const CONSTITUTION: usize = 3;
const TYPE: usize = 4;
const STATUS: usize = 5;
const REGISTERED_ON: usize = 6;
const CANCELLED_ON: usize = 7;
const BUILDING_NAME: usize = 8;
const BUILDING_NUMBER: usize = 9;
const FLOOR: usize = 10;
const STREET: usize = 11;
const LOCALITY: usize = 12;
const DISTRICT: usize = 13;
const PIN: usize = 14;
const STATE: usize = 15;
const TURNOVER: usize = 16;
const MOBILE: usize = 17;
const EMAIL: usize = 18;
const EWAY_BILL_BLOCKED: usize = 19;

/// A row that is being read.
pub(super) struct Row<'t> {
    texts: &'t RowTexts<'t>,
    faults: Vec<RowFault>,
}

impl<'t> Row<'t> {
    pub(super) fn new(texts: &'t RowTexts<'t>) -> Self {
        Self {
            texts,
            faults: Vec::new(),
        }
    }

    pub(super) fn faults(&self) -> &[RowFault] {
        &self.faults
    }

    pub(super) fn into_faults(self) -> Vec<RowFault> {
        self.faults
    }

    /// `None` when something without which there is no record is wrong; the fault is noted.
    pub(super) fn taxpayer(&mut self) -> Option<Taxpayer> {
        let gstin = self.gstin();
        let legal_name = self.words(LEGAL_NAME);
        if self.raw(LEGAL_NAME).is_empty() {
            self.fault(LEGAL_NAME, "is empty; every taxpayer has a legal name");
        }
        let trade_name = Some(self.words(TRADE_NAME)).filter(|name| !name.is_empty());
        let constitution = self.words(CONSTITUTION);
        let kind = self.kind();
        let status = self.status();
        let (registered_on, deregistered_on) = self.dates();
        let address = self.address(gstin.as_ref());
        let turnover = self.turnover();
        let mobile = self.mobile();
        let email = self.email();
        let blocked_for_eway_bill = self.truth(EWAY_BILL_BLOCKED);
        let (gstin, kind) = (gstin?, kind?);
        self.check_digit(&gstin, kind);
        Some(Taxpayer {
            gstin,
            legal_name,
            trade_name,
            constitution,
            kind,
            status: status?,
            registered_on,
            deregistered_on,
            address: address?,
            turnover,
            mobile,
            email,
            blocked_for_eway_bill,
        })
    }

    fn raw(&self, column: usize) -> &str {
        self.texts[column].trim()
    }

    fn fault(&mut self, column: usize, what: impl Into<Cow<'static, str>>) {
        self.faults.push(RowFault {
            column: Some(&COLUMNS[column]),
            what: what.into(),
        });
    }

    fn words(&mut self, column: usize) -> String {
        let text = self.raw(column).to_owned();
        if text.len() > TEXT_CHARS_MAX && text.chars().count() > TEXT_CHARS_MAX {
            self.fault(
                column,
                format!("has more than {TEXT_CHARS_MAX} characters; shorten it"),
            );
        }
        if text.chars().any(char::is_control) {
            self.fault(column, "holds a control character; take it out");
        }
        text
    }

    fn gstin(&mut self) -> Option<Gstin> {
        let what = match Gstin::parse(self.raw(GSTIN)) {
            Ok(gstin) => return Some(gstin),
            Err(GstinFault::Length { found }) => format!("a GSTIN has 15 characters, not {found}"),
            Err(GstinFault::Character { position, .. }) => {
                format!("character {position} cannot stand in a GSTIN")
            }
        };
        self.fault(GSTIN, what);
        None
    }

    /// Numbers of those who are not registered under a PAN end otherwise.
    fn check_digit(&mut self, gstin: &Gstin, kind: TaxpayerType) {
        let has_one = !matches!(
            kind,
            TaxpayerType::UinHolder | TaxpayerType::NonResident | TaxpayerType::Oidar
        );
        if has_one && !gstin.check_digit_holds() {
            let expected = gstin.expected_check_digit();
            self.fault(
                GSTIN,
                format!(
                    "the check digit would be {expected}; a character was mistyped or got lost"
                ),
            );
        }
    }

    fn kind(&mut self) -> Option<TaxpayerType> {
        let text = self.raw(TYPE);
        let by_code = |kind: &TaxpayerType| kind.nic_code().eq_ignore_ascii_case(text);
        let found = TaxpayerType::from_gst_word(text)
            .or_else(|| TaxpayerType::ALL.into_iter().find(by_code));
        if found.is_none() {
            let words = TaxpayerType::ALL.map(TaxpayerType::gst_word).join(", ");
            self.fault(TYPE, format!("is none of: {words}"));
        }
        found
    }

    fn status(&mut self) -> Option<RegistrationStatus> {
        let found = RegistrationStatus::from_gst_word(self.raw(STATUS));
        if found.is_none() {
            let words = RegistrationStatus::ALL.map(RegistrationStatus::gst_word);
            self.fault(STATUS, format!("is none of: {}", words.join(", ")));
        }
        found
    }

    fn dates(&mut self) -> (Option<Date>, Option<Date>) {
        let (from, until) = (self.date(REGISTERED_ON), self.date(CANCELLED_ON));
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            self.fault(CANCELLED_ON, "is before registered_on");
        }
        (from, until)
    }

    fn date(&mut self, column: usize) -> Option<Date> {
        let text = self.raw(column);
        if text.is_empty() {
            return None;
        }
        // jiff would read more than the day; ten characters are the day alone.
        let iso = |text: &str| (text.len() == 10).then(|| text.parse().ok()).flatten();
        let found = ist::parse_slash_date(text).or_else(|| iso(text));
        if found.is_none() {
            self.fault(column, "is no day; write it as 31/12/2025 or 2025-12-31");
        }
        found
    }

    fn address(&mut self, gstin: Option<&Gstin>) -> Option<PrincipalPlace> {
        let pin = self.raw(PIN).parse::<PinCode>();
        if pin.is_err() && !self.raw(PIN).is_empty() {
            self.fault(PIN, "a PIN code has six digits and does not begin with 0");
        }
        Some(PrincipalPlace {
            building_name: self.words(BUILDING_NAME),
            building_number: self.words(BUILDING_NUMBER),
            floor: self.words(FLOOR),
            street: self.words(STREET),
            locality: self.words(LOCALITY),
            district: self.words(DISTRICT),
            pin: pin.ok(),
            state: self.state(gstin)?,
        })
    }

    /// The state of the GSTIN. A column may repeat it, and must not say otherwise. Numbers that
    /// begin with 99 belong to those who have no place in India.
    fn state(&mut self, gstin: Option<&Gstin>) -> Option<StateCode> {
        let gstin = gstin?;
        let own = match (gstin.state(), gstin.state_digits()) {
            (None, "99") => Some(StateCode::OTHER_COUNTRIES),
            (own, _) => own,
        };
        let text = self.raw(STATE);
        let said = StateCode::parse(text).ok().or_else(|| {
            let named = |state: &&StateCode| state.english_name().eq_ignore_ascii_case(text);
            StateCode::ALL.iter().find(named).copied()
        });
        if own.is_none() {
            self.fault(GSTIN, "begins with no state's code");
        } else if said.is_none() && !text.is_empty() {
            self.fault(
                STATE,
                "is no state's code or English name; it may stay empty",
            );
        } else if said.is_some() && said != own {
            self.fault(STATE, "is another one than the GSTIN begins with");
        }
        own
    }

    fn turnover(&mut self) -> Option<Decimal> {
        let text = self.raw(TURNOVER);
        if text.is_empty() {
            return None;
        }
        let found = text.parse::<Decimal>().ok();
        let found = found.filter(|amount| {
            !amount.is_sign_negative() && amount.normalize().scale() <= PAISE_DIGITS
        });
        if found.is_none() {
            self.fault(
                TURNOVER,
                "is no amount in rupees; write it in plain digits, as 125000000.50",
            );
        }
        found
    }

    fn mobile(&mut self) -> Option<String> {
        let text = self.raw(MOBILE);
        if text.is_empty() {
            return None;
        }
        if is_mobile(text) {
            return Some(text.to_owned());
        }
        self.fault(
            MOBILE,
            "has to be ten digits, without +91 and without spaces",
        );
        None
    }

    fn email(&mut self) -> Option<String> {
        let text = self.raw(EMAIL);
        if text.is_empty() {
            return None;
        }
        let parts = text.rsplit_once('@');
        let is_whole = parts.is_some_and(|(name, domain)| !name.is_empty() && domain.len() > 2);
        let is_clean = !text
            .chars()
            .any(|sign| sign.is_whitespace() || sign.is_control());
        if is_whole && is_clean && text.chars().count() <= EMAIL_CHARS_MAX {
            return Some(text.to_owned());
        }
        self.fault(
            EMAIL,
            "is no e-mail address; one address, as name@example.in",
        );
        None
    }

    fn truth(&mut self, column: usize) -> bool {
        let text = self.raw(column);
        let is = |words: [&str; 4]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        if is(["yes", "y", "true", "1"]) {
            return true;
        }
        if !text.is_empty() && !is(["no", "n", "false", "0"]) {
            self.fault(column, "has to be yes or no");
        }
        false
    }
}
