//! What an e-way bill says of the goods' way. The serialised form, with these names, is what is
//! stored.

use gst::{Gstin, PinCode, StateCode};
use serde::{Deserialize, Serialize};

use crate::invoice::Transport;

/// What moves, from where to where and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// Where it leaves from.
    pub from: End,
    /// Where it goes.
    pub to: End,
    /// Whose places the two ends are.
    pub transaction: TransactionKind,
    /// Why it moves.
    pub sub_supply: SubSupply,
    /// How it moves. The distance is the one that holds, never 0.
    pub transport: Transport,
}

/// One end of the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Who is there.
    pub name: String,
    /// First line of the address.
    pub address_1: String,
    /// Second line.
    pub address_2: Option<String>,
    /// Town or place.
    pub place: String,
    /// Postal code.
    pub pin: PinCode,
    /// State.
    pub state: StateCode,
    /// GSTIN of whoever is there, where the document names it.
    pub gstin: Option<Gstin>,
}

/// Whether the goods move between the two parties' own addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TransactionKind {
    /// From the supplier's address to the recipient's.
    Regular,
    /// To another place than the recipient's address.
    ShipTo,
    /// From another place than the supplier's address.
    DispatchFrom,
    /// Both ends are other places.
    Both,
}

impl TransactionKind {
    /// The number in the e-way bill system.
    pub fn number(self) -> u8 {
        match self {
            Self::Regular => 1,
            Self::ShipTo => 2,
            Self::DispatchFrom => 3,
            Self::Both => 4,
        }
    }
}

/// Why goods of an outward supply move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SubSupply {
    /// A supply within India.
    Supply,
    /// An export, as far as its way in India.
    Export,
}

impl SubSupply {
    /// The number in the e-way bill system.
    pub fn number(self) -> u8 {
        match self {
            Self::Supply => 1,
            Self::Export => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_e_way_bill_system() {
        let kinds = [
            TransactionKind::Regular,
            TransactionKind::ShipTo,
            TransactionKind::DispatchFrom,
            TransactionKind::Both,
        ];
        assert_eq!(kinds.map(TransactionKind::number), [1, 2, 3, 4]);
        let supplies = [SubSupply::Supply, SubSupply::Export];
        assert_eq!(supplies.map(SubSupply::number), [1, 3]);
    }
}
