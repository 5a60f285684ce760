//! The parties and the places, which share one form of address.

use crate::eway_bill::Destination;
use crate::invoice::{Address, Buyer, DispatchFrom, Seller, ShipTo};
use crate::json::reader::Reader;

fn address(reader: &mut Reader<'_, '_>) -> Option<Address> {
    let line1 = reader.text("Addr1");
    let line2 = reader.text("Addr2");
    let location = reader.text("Loc");
    let pin = reader.pin("Pin");
    Some(Address {
        line1: line1?,
        line2,
        location: location?,
        pin,
    })
}

pub(super) fn seller(reader: &mut Reader<'_, '_>) -> Option<Seller> {
    let gstin = reader.gstin("Gstin");
    let legal_name = reader.text("LglNm");
    let trade_name = reader.text("TrdNm");
    let address = address(reader);
    let state = reader.state("Stcd");
    let phone = reader.text("Ph");
    let email = reader.text("Em");
    Some(Seller {
        gstin: gstin?,
        legal_name: legal_name?,
        trade_name,
        address: address?,
        state: state?,
        phone,
        email,
    })
}

pub(super) fn buyer(reader: &mut Reader<'_, '_>) -> Option<Buyer> {
    let id = reader.party("Gstin");
    let legal_name = reader.text("LglNm");
    let trade_name = reader.text("TrdNm");
    let place_of_supply = reader.state("Pos");
    let address = address(reader);
    let state = reader.state("Stcd");
    let phone = reader.text("Ph");
    let email = reader.text("Em");
    Some(Buyer {
        id: id?,
        legal_name: legal_name?,
        trade_name,
        place_of_supply: place_of_supply?,
        address: address?,
        state: state?,
        phone,
        email,
    })
}

pub(in crate::json) fn dispatch_from(reader: &mut Reader<'_, '_>) -> Option<DispatchFrom> {
    let name = reader.text("Nm");
    let address = address(reader);
    let state = reader.state("Stcd");
    Some(DispatchFrom {
        name: name?,
        address: address?,
        state: state?,
    })
}

pub(super) fn ship_to(reader: &mut Reader<'_, '_>) -> Option<ShipTo> {
    let id = reader.party("Gstin");
    let legal_name = reader.text("LglNm");
    let trade_name = reader.text("TrdNm");
    let address = address(reader);
    let state = reader.state("Stcd");
    Some(ShipTo {
        id,
        legal_name: legal_name?,
        trade_name,
        address: address?,
        state: state?,
    })
}

pub(in crate::json) fn destination(reader: &mut Reader<'_, '_>) -> Option<Destination> {
    let address = address(reader);
    let state = reader.state("Stcd");
    Some(Destination {
        address: address?,
        state: state?,
    })
}
