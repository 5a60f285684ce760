//! How goods travel: what an e-way bill says besides its document.

use gst::Gstin;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// `EwbDtls`: how the goods travel. The serialised form, with these names, is what is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transport {
    /// The transporter's GSTIN or enrolment number, which has the same form.
    pub transporter_id: Option<Gstin>,
    /// The transporter's name.
    pub transporter_name: Option<String>,
    /// Mode of transport.
    pub mode: Option<TransportMode>,
    /// Distance in kilometres; in a request 0 asks for the distance between the PIN codes.
    pub distance_km: u32,
    /// Number of the transport document: goods receipt, railway receipt, airway bill, bill of
    /// lading.
    pub document_number: Option<String>,
    /// Date of the transport document.
    pub document_date: Option<Date>,
    /// Vehicle number, as sent.
    pub vehicle_number: Option<String>,
    /// Vehicle type.
    pub vehicle_type: Option<VehicleType>,
}

impl Transport {
    /// Whether it says nothing of vehicle and transport document, so that only Part A of an e-way
    /// bill can be made of it: a slip for the transporter, who adds Part B.
    pub fn is_part_a_only(&self) -> bool {
        self.vehicle_number.is_none() && self.document_number.is_none()
    }
}

/// Modes of transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TransportMode {
    /// On the road.
    Road,
    /// By rail.
    Rail,
    /// By air.
    Air,
    /// By ship, or by road and ship.
    Ship,
}

impl TransportMode {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 4] = [Self::Road, Self::Rail, Self::Air, Self::Ship];

    /// The code in NIC's system: `1` to `4`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Road => "1",
            Self::Rail => "2",
            Self::Air => "3",
            Self::Ship => "4",
        }
    }

    /// Reads the code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }
}

/// Types of vehicles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum VehicleType {
    /// For usual cargo.
    Regular,
    /// For over-dimensional cargo: an indivisible piece larger than the law allows on a vehicle.
    OverDimensional,
}

impl VehicleType {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Regular, Self::OverDimensional];

    /// The code in NIC's system: `R` or `O`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Regular => "R",
            Self::OverDimensional => "O",
        }
    }

    /// Reads the code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
