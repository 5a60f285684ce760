//! The parties of a document: who they are and where.

use gst::{Gstin, PinCode, StateCode};

use super::AsSent;

/// Name and address, as every party has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// First line.
    pub line1: String,
    /// Second line.
    pub line2: Option<String>,
    /// Town or place.
    pub location: String,
    /// Postal code. Only the recipient's may be absent.
    pub pin: Option<PinCode>,
}

/// `SellerDtls`: the supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seller {
    /// GSTIN.
    pub gstin: Gstin,
    /// Legal name.
    pub legal_name: String,
    /// Trade name.
    pub trade_name: Option<String>,
    /// Address.
    pub address: Address,
    /// State.
    pub state: AsSent<StateCode>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// A recipient's identity: registered, or not (exports).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartyId {
    /// A registered person.
    Registered(Gstin),
    /// `URP`, an unregistered person.
    Unregistered,
}

impl PartyId {
    /// The text on the wire: the GSTIN, or `URP`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Registered(gstin) => gstin.as_str(),
            Self::Unregistered => "URP",
        }
    }

    /// The GSTIN, when there is one.
    pub fn gstin(&self) -> Option<&Gstin> {
        match self {
            Self::Registered(gstin) => Some(gstin),
            Self::Unregistered => None,
        }
    }
}

/// `BuyerDtls`: the recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buyer {
    /// GSTIN or `URP`.
    pub id: PartyId,
    /// Legal name.
    pub legal_name: String,
    /// Trade name.
    pub trade_name: Option<String>,
    /// Place of supply.
    pub place_of_supply: AsSent<StateCode>,
    /// Address.
    pub address: Address,
    /// State.
    pub state: AsSent<StateCode>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// `DispDtls`: where the goods leave from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DispatchFrom {
    /// Name.
    pub name: String,
    /// Address.
    pub address: Address,
    /// State.
    pub state: AsSent<StateCode>,
}

/// `ShipDtls`: where the goods go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShipTo {
    /// GSTIN or `URP`.
    pub id: Option<PartyId>,
    /// Legal name.
    pub legal_name: String,
    /// Trade name.
    pub trade_name: Option<String>,
    /// Address.
    pub address: Address,
    /// State.
    pub state: AsSent<StateCode>,
}
