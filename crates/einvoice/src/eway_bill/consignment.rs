//! What the rules of e-way bills look at: the document, and what was asked for.

use gst::{Gstin, PinCode, StateCode};

use crate::invoice::{Address, Invoice, Transport};

use super::movement::{End, SubSupply, TransactionKind};
use super::request::BillRequest;

/// How an e-way bill is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    /// With the document, in its section `EwbDtls`.
    WithInvoice,
    /// By the IRN of a document that is registered.
    ByIrn(&'a BillRequest),
}

/// A document's goods and the way that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Consignment<'a> {
    /// The document.
    pub invoice: &'a Invoice,
    /// How the goods travel, as asked for.
    pub transport: &'a Transport,
    /// Where they leave from.
    pub from: Stop<'a>,
    /// Where they go.
    pub to: Stop<'a>,
    by_irn: bool,
}

/// One end of the way, as document or request give it.
#[derive(Clone, Copy, Debug)]
pub struct Stop<'a> {
    /// Where that stands.
    pub origin: Origin,
    /// The section's pointer.
    pub section: &'static str,
    /// Who is there.
    pub name: &'a str,
    /// Address.
    pub address: &'a Address,
    /// State.
    pub state: StateCode,
    /// GSTIN of whoever is there.
    pub gstin: Option<Gstin>,
}

/// Where an end of the way is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is the address of supplier or recipient.
    Party,
    /// The document names another place.
    Document,
    /// The request by IRN names it.
    Request,
}

impl<'a> Consignment<'a> {
    /// What is asked for; `None` if it is asked with a document that has no section for it.
    pub fn of(invoice: &'a Invoice, asked: Asked<'a>) -> Option<Self> {
        let (transport, request) = match asked {
            Asked::WithInvoice => (invoice.transport.as_ref()?, None),
            Asked::ByIrn(request) => (&request.transport, Some(request)),
        };
        Some(Self {
            invoice,
            transport,
            from: start(invoice, request),
            to: goal(invoice, request),
            by_irn: request.is_some(),
        })
    }

    /// The pointer of a member of the transport, in the document or in the request.
    pub fn pointer(&self, member: &str) -> String {
        let section = if self.by_irn { "" } else { "/EwbDtls" };
        format!("{section}/{member}")
    }

    /// The pointer of the section that would name a place to ship to.
    pub fn ship_to_section(&self) -> &'static str {
        if self.by_irn { EXPORT_SHIP_TO } else { SHIP_TO }
    }

    /// Whose places the two ends are.
    pub fn transaction(&self) -> TransactionKind {
        let other = [self.from, self.to].map(|stop| stop.origin != Origin::Party);
        match other {
            [false, false] => TransactionKind::Regular,
            [false, true] => TransactionKind::ShipTo,
            [true, false] => TransactionKind::DispatchFrom,
            [true, true] => TransactionKind::Both,
        }
    }

    /// Why the goods move.
    pub fn sub_supply(&self) -> SubSupply {
        if self.invoice.transaction.supply_type.value.is_export() {
            SubSupply::Export
        } else {
            SubSupply::Supply
        }
    }
}

impl Stop<'_> {
    /// The pointer of one of its members.
    pub fn pointer(&self, member: &str) -> String {
        format!("{}/{member}", self.section)
    }

    /// Whether state or PIN code says that it is outside India.
    pub fn is_abroad(&self) -> bool {
        self.state == StateCode::OTHER_COUNTRIES || self.address.pin == Some(PinCode::ABROAD)
    }

    /// As the e-way bill has it; `None` without a PIN code, which a rule does not let pass.
    pub(super) fn end(&self) -> Option<End> {
        Some(End {
            name: self.name.to_owned(),
            address_1: self.address.line1.clone(),
            address_2: self.address.line2.clone(),
            place: self.address.location.clone(),
            pin: self.address.pin?,
            state: self.state,
            gstin: self.gstin,
        })
    }
}

const DISPATCH: &str = "/DispDtls";
const SHIP_TO: &str = "/ShipDtls";
const EXPORT_SHIP_TO: &str = "/ExpShipDtls";

fn start<'a>(invoice: &'a Invoice, request: Option<&'a BillRequest>) -> Stop<'a> {
    let asked = request.and_then(|request| request.dispatch_from.as_ref());
    let (origin, dispatch) = match (asked, &invoice.dispatch_from) {
        (Some(asked), _) => (Origin::Request, asked),
        (None, Some(dispatch)) => (Origin::Document, dispatch),
        (None, None) => {
            return Stop {
                origin: Origin::Party,
                section: "/SellerDtls",
                name: &invoice.seller.legal_name,
                address: &invoice.seller.address,
                state: invoice.seller.state.value,
                gstin: Some(invoice.seller.gstin),
            };
        }
    };
    Stop {
        origin,
        section: DISPATCH,
        name: &dispatch.name,
        address: &dispatch.address,
        state: dispatch.state.value,
        gstin: None,
    }
}

fn goal<'a>(invoice: &'a Invoice, request: Option<&'a BillRequest>) -> Stop<'a> {
    let buyer = &invoice.buyer;
    if let Some(asked) = request.and_then(|request| request.export_ship_to.as_ref()) {
        // The request names only the place; the goods remain the recipient's.
        return Stop {
            origin: Origin::Request,
            section: EXPORT_SHIP_TO,
            name: &buyer.legal_name,
            address: &asked.address,
            state: asked.state.value,
            gstin: buyer.id.gstin().copied(),
        };
    }
    match &invoice.ship_to {
        Some(ship_to) => Stop {
            origin: Origin::Document,
            section: SHIP_TO,
            name: &ship_to.legal_name,
            address: &ship_to.address,
            state: ship_to.state.value,
            gstin: ship_to.id.as_ref().and_then(|id| id.gstin().copied()),
        },
        None => Stop {
            origin: Origin::Party,
            section: "/BuyerDtls",
            name: &buyer.legal_name,
            address: &buyer.address,
            state: buyer.state.value,
            gstin: buyer.id.gstin().copied(),
        },
    }
}
