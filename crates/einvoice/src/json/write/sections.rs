//! The members of each section, in the signed order.

use crate::invoice::{
    AdditionalDocument, Address, Batch, Buyer, Contract, Export, Invoice, Item, PartyId, Payment,
    References, Seller, ShipTo, Totals, Transaction, Transport, TransportMode, VehicleType,
};

use super::{ItemNumbers, Writer};

/// All sections of a document.
pub(super) fn after_version(writer: &mut Writer, invoice: &Invoice, numbers: ItemNumbers) {
    writer.section("TranDtls", |writer| {
        transaction(writer, &invoice.transaction);
    });
    writer.section("DocDtls", |writer| {
        writer.text("Typ", &invoice.document.kind.text);
        writer.text("No", invoice.document.number.as_str());
        writer.date("Dt", invoice.document.date);
    });
    writer.section("SellerDtls", |writer| seller(writer, &invoice.seller));
    writer.section("BuyerDtls", |writer| buyer(writer, &invoice.buyer));
    if let Some(dispatch) = &invoice.dispatch_from {
        writer.section("DispDtls", |writer| {
            writer.text("Nm", &dispatch.name);
            address(writer, &dispatch.address);
            writer.text("Stcd", &dispatch.state.text);
        });
    }
    if let Some(found) = &invoice.ship_to {
        writer.section("ShipDtls", |writer| ship_to(writer, found));
    }
    writer.list("ItemList", &invoice.items, |writer, found| {
        if numbers == ItemNumbers::Zero {
            writer.number("ItemNo", 0);
        }
        item(writer, found);
    });
    writer.section("ValDtls", |writer| totals(writer, &invoice.totals));
    if let Some(found) = &invoice.payment {
        writer.section("PayDtls", |writer| payment(writer, found));
    }
    if let Some(found) = &invoice.references {
        writer.section("RefDtls", |writer| references(writer, found));
    }
    writer.list_if("AddlDocDtls", &invoice.additional_documents, additional);
    if let Some(found) = &invoice.export {
        writer.section("ExpDtls", |writer| export(writer, found));
    }
    if let Some(found) = &invoice.transport {
        writer.section("EwbDtls", |writer| transport(writer, found));
    }
}

fn transaction(writer: &mut Writer, transaction: &Transaction) {
    writer.text("TaxSch", &transaction.tax_scheme);
    writer.text("SupTyp", &transaction.supply_type.text);
    if transaction.reverse_charge_sent {
        writer.yes_no("RegRev", transaction.reverse_charge);
    }
    if let Some(gstin) = &transaction.ecommerce_gstin {
        writer.text("EcmGstin", gstin.as_str());
    }
    if transaction.igst_on_intra_sent {
        writer.yes_no("IgstOnIntra", transaction.igst_on_intra);
    }
}

fn address(writer: &mut Writer, address: &Address) {
    writer.text("Addr1", &address.line1);
    writer.text_if("Addr2", address.line2.as_deref());
    writer.text("Loc", &address.location);
    writer.number_if("Pin", address.pin);
}

fn seller(writer: &mut Writer, seller: &Seller) {
    writer.text("Gstin", seller.gstin.as_str());
    writer.text("LglNm", &seller.legal_name);
    writer.text_if("TrdNm", seller.trade_name.as_deref());
    address(writer, &seller.address);
    writer.text("Stcd", &seller.state.text);
    writer.text_if("Ph", seller.phone.as_deref());
    writer.text_if("Em", seller.email.as_deref());
}

fn buyer(writer: &mut Writer, buyer: &Buyer) {
    writer.text("Gstin", buyer.id.as_str());
    writer.text("LglNm", &buyer.legal_name);
    writer.text_if("TrdNm", buyer.trade_name.as_deref());
    writer.text("Pos", &buyer.place_of_supply.text);
    address(writer, &buyer.address);
    writer.text("Stcd", &buyer.state.text);
    writer.text_if("Ph", buyer.phone.as_deref());
    writer.text_if("Em", buyer.email.as_deref());
}

fn ship_to(writer: &mut Writer, ship_to: &ShipTo) {
    writer.text_if("Gstin", ship_to.id.as_ref().map(PartyId::as_str));
    writer.text("LglNm", &ship_to.legal_name);
    writer.text_if("TrdNm", ship_to.trade_name.as_deref());
    address(writer, &ship_to.address);
    writer.text("Stcd", &ship_to.state.text);
}

fn item(writer: &mut Writer, item: &Item) {
    writer.text("SlNo", &item.serial_number);
    writer.yes_no("IsServc", item.is_service);
    writer.text_if("PrdDesc", item.description.as_deref());
    writer.text("HsnCd", item.hsn.as_str());
    writer.text_if("Barcde", item.barcode.as_deref());
    writer.number_if("Qty", item.quantity);
    writer.number_if("FreeQty", item.free_quantity);
    writer.text_if("Unit", item.unit.as_deref());
    writer.number("UnitPrice", item.unit_price);
    writer.number("TotAmt", item.gross_amount);
    writer.number_if("Discount", item.discount);
    writer.number_if("PreTaxVal", item.pre_tax_value);
    writer.number("AssAmt", item.taxable_value);
    writer.number("GstRt", item.gst_rate);
    writer.number_if("IgstAmt", item.igst);
    writer.number_if("CgstAmt", item.cgst);
    writer.number_if("SgstAmt", item.sgst);
    writer.number_if("CesRt", item.cess_rate);
    writer.number_if("CesAmt", item.cess);
    writer.number_if("CesNonAdvlAmt", item.cess_non_advalorem);
    writer.number_if("StateCesRt", item.state_cess_rate);
    writer.number_if("StateCesAmt", item.state_cess);
    writer.number_if("StateCesNonAdvlAmt", item.state_cess_non_advalorem);
    writer.number_if("OthChrg", item.other_charges);
    writer.number("TotItemVal", item.total);
    writer.text_if("OrdLineRef", item.order_line_reference.as_deref());
    writer.text_if("OrgCntry", item.origin_country.as_deref());
    writer.text_if("PrdSlNo", item.product_serial_number.as_deref());
    if let Some(found) = &item.batch {
        writer.section("BchDtls", |writer| batch(writer, found));
    }
    writer.list_if("AttribDtls", &item.attributes, |writer, attribute| {
        writer.text_if("Nm", attribute.name.as_deref());
        writer.text_if("Val", attribute.value.as_deref());
    });
}

fn batch(writer: &mut Writer, batch: &Batch) {
    writer.text("Nm", &batch.name);
    writer.date_if("ExpDt", batch.expiry_date);
    writer.date_if("WrDt", batch.warranty_date);
}

fn totals(writer: &mut Writer, totals: &Totals) {
    writer.number("AssVal", totals.taxable_value);
    writer.number_if("CgstVal", totals.cgst);
    writer.number_if("SgstVal", totals.sgst);
    writer.number_if("IgstVal", totals.igst);
    writer.number_if("CesVal", totals.cess);
    writer.number_if("StCesVal", totals.state_cess);
    writer.number_if("Discount", totals.discount);
    writer.number_if("OthChrg", totals.other_charges);
    writer.number_if("RndOffAmt", totals.round_off);
    writer.number("TotInvVal", totals.invoice_value);
    writer.number_if("TotInvValFc", totals.invoice_value_foreign);
}

fn payment(writer: &mut Writer, payment: &Payment) {
    writer.text_if("Nm", payment.payee.as_deref());
    writer.text_if("AccDet", payment.account.as_deref());
    writer.text_if("Mode", payment.mode.as_deref());
    writer.text_if("FinInsBr", payment.branch.as_deref());
    writer.text_if("PayTerm", payment.terms.as_deref());
    writer.text_if("PayInstr", payment.instruction.as_deref());
    writer.text_if("CrTrn", payment.credit_transfer.as_deref());
    writer.text_if("DirDr", payment.direct_debit.as_deref());
    writer.number_if("CrDay", payment.credit_days);
    writer.number_if("PaidAmt", payment.paid);
    writer.number_if("PaymtDue", payment.due);
}

fn references(writer: &mut Writer, references: &References) {
    writer.text_if("InvRm", references.remark.as_deref());
    if let Some(period) = &references.period {
        writer.section("DocPerdDtls", |writer| {
            writer.date("InvStDt", period.from);
            writer.date("InvEndDt", period.to);
        });
    }
    writer.list_if("PrecDocDtls", &references.preceding, |writer, preceding| {
        writer.text("InvNo", &preceding.number);
        writer.date("InvDt", preceding.date);
        writer.text_if("OthRefNo", preceding.other_reference.as_deref());
    });
    writer.list_if("ContrDtls", &references.contracts, contract);
}

fn contract(writer: &mut Writer, contract: &Contract) {
    writer.text_if("RecAdvRefr", contract.receipt_advice.as_deref());
    writer.date_if("RecAdvDt", contract.receipt_advice_date);
    writer.text_if("TendRefr", contract.tender.as_deref());
    writer.text_if("ContrRefr", contract.contract.as_deref());
    writer.text_if("ExtRefr", contract.external.as_deref());
    writer.text_if("ProjRefr", contract.project.as_deref());
    writer.text_if("PORefr", contract.purchase_order.as_deref());
    writer.date_if("PORefDt", contract.purchase_order_date);
}

fn additional(writer: &mut Writer, document: &AdditionalDocument) {
    writer.text_if("Url", document.url.as_deref());
    writer.text_if("Docs", document.document.as_deref());
    writer.text_if("Info", document.note.as_deref());
}

fn export(writer: &mut Writer, export: &Export) {
    writer.text_if("ShipBNo", export.shipping_bill.as_deref());
    writer.date_if("ShipBDt", export.shipping_bill_date);
    writer.text_if("Port", export.port.as_deref());
    if let Some(claimed) = export.refund_claim {
        writer.yes_no("RefClm", claimed);
    }
    writer.text_if("ForCur", export.currency.as_deref());
    writer.text_if("CntCode", export.country.as_deref());
    writer.number_if("ExpDuty", export.duty);
}

fn transport(writer: &mut Writer, transport: &Transport) {
    if let Some(id) = &transport.transporter_id {
        writer.text("TransId", id.as_str());
    }
    writer.text_if("TransName", transport.transporter_name.as_deref());
    writer.text_if("TransMode", transport.mode.map(TransportMode::code));
    writer.number("Distance", transport.distance_km);
    writer.text_if("TransDocNo", transport.document_number.as_deref());
    writer.date_if("TransDocDt", transport.document_date);
    writer.text_if("VehNo", transport.vehicle_number.as_deref());
    writer.text_if("VehType", transport.vehicle_type.map(VehicleType::code));
}
