//! What a request for an e-way bill by IRN says.

use gst::StateCode;

use crate::invoice::{Address, AsSent, DispatchFrom, Transport};
use crate::irn::Irn;

/// A request by IRN, free of faults of shape. Made by [`super::parse_request`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillRequest {
    /// The document.
    pub irn: Irn,
    /// How the goods travel.
    pub transport: Transport,
    /// `ExpShipDtls`: where in India the goods go. It holds before what the document says.
    pub export_ship_to: Option<Destination>,
    /// `DispDtls`: where the goods leave from. It holds before what the document says.
    pub dispatch_from: Option<DispatchFrom>,
}

/// `ExpShipDtls`: the port or place that exported goods leave India from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Address.
    pub address: Address,
    /// State.
    pub state: AsSent<StateCode>,
}
