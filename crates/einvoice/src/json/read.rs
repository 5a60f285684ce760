//! From the members of INV-01 to the invoice, section by section.

mod parties;

use gst::DocumentNumber;

use crate::invoice::{
    AdditionalDocument, Attribute, Batch, Contract, Document, DocumentType, Export, Invoice, Item,
    Payment, Period, PrecedingDocument, References, Totals, Transaction, Transport, TransportMode,
    VehicleType,
};

use super::reader::Reader;
use super::{ITEMS_MAX, fields, supply_type};

use parties::{buyer, seller, ship_to};
pub(super) use parties::{destination, dispatch_from};

/// Elements of the lists whose length the schema leaves open.
const ELEMENTS_MAX: usize = 1000;

pub(super) fn invoice(reader: &mut Reader<'_, '_>) -> Option<Invoice> {
    let version = reader.text("Version");
    let precomputed_irn = reader.text("Irn");
    let transaction = reader.section(&fields::TRANSACTION, transaction);
    let document = reader.section(&fields::DOCUMENT, document);
    let seller = reader.section(&fields::SELLER, seller);
    let buyer = reader.section(&fields::BUYER, buyer);
    let dispatch_from = reader.section(&fields::DISPATCH, dispatch_from);
    let ship_to = reader.section(&fields::SHIP, ship_to);
    let items = reader.list(&fields::ITEMS, ITEMS_MAX, item);
    let totals = reader.section(&fields::TOTALS, totals);
    let payment = reader.section(&fields::PAYMENT, payment);
    let references = reader.section(&fields::REFERENCES, references);
    let additional_documents = reader.list(&fields::ADDITIONAL, ELEMENTS_MAX, additional_document);
    let export = reader.section(&fields::EXPORT, export);
    let transport = reader.section(&fields::EWAY_BILL, transport);
    Some(Invoice {
        version: version?,
        precomputed_irn,
        transaction: transaction?,
        document: document?,
        seller: seller?,
        buyer: buyer?,
        dispatch_from,
        ship_to,
        items,
        totals: totals?,
        payment,
        references,
        additional_documents,
        export,
        transport,
    })
}

fn transaction(reader: &mut Reader<'_, '_>) -> Option<Transaction> {
    let tax_scheme = reader.text("TaxSch");
    let supply_type = reader.as_sent("SupTyp", supply_type);
    let reverse_charge = reader.yes_no("RegRev");
    let ecommerce_gstin = reader.gstin("EcmGstin");
    let igst_on_intra = reader.yes_no("IgstOnIntra");
    Some(Transaction {
        tax_scheme: tax_scheme?,
        supply_type: supply_type?,
        reverse_charge: reverse_charge.unwrap_or(false),
        reverse_charge_sent: reverse_charge.is_some(),
        ecommerce_gstin,
        igst_on_intra: igst_on_intra.unwrap_or(false),
        igst_on_intra_sent: igst_on_intra.is_some(),
    })
}

fn document(reader: &mut Reader<'_, '_>) -> Option<Document> {
    let kind = reader.as_sent("Typ", DocumentType::from_code);
    let number = reader.document_number("No");
    let date = reader.date("Dt");
    Some(Document {
        kind: kind?,
        number: number?,
        date: date?,
    })
}

fn item(reader: &mut Reader<'_, '_>) -> Option<Item> {
    let serial_number = reader.text("SlNo");
    let description = reader.text("PrdDesc");
    let is_service = reader.yes_no("IsServc");
    let hsn = reader.hsn("HsnCd");
    let barcode = reader.text("Barcde");
    let quantity = reader.decimal("Qty");
    let free_quantity = reader.decimal("FreeQty");
    let unit = reader.text("Unit");
    let unit_price = reader.decimal("UnitPrice");
    let gross_amount = reader.decimal("TotAmt");
    let discount = reader.decimal("Discount");
    let pre_tax_value = reader.decimal("PreTaxVal");
    let taxable_value = reader.decimal("AssAmt");
    let gst_rate = reader.decimal("GstRt");
    let [igst, cgst, sgst] = ["IgstAmt", "CgstAmt", "SgstAmt"].map(|name| reader.decimal(name));
    let [cess_rate, cess, cess_non_advalorem] =
        ["CesRt", "CesAmt", "CesNonAdvlAmt"].map(|name| reader.decimal(name));
    let [state_cess_rate, state_cess, state_cess_non_advalorem] =
        ["StateCesRt", "StateCesAmt", "StateCesNonAdvlAmt"].map(|name| reader.decimal(name));
    let other_charges = reader.decimal("OthChrg");
    let total = reader.decimal("TotItemVal");
    let order_line_reference = reader.text("OrdLineRef");
    let origin_country = reader.text("OrgCntry");
    let product_serial_number = reader.text("PrdSlNo");
    let batch = reader.section(&fields::BATCH, batch);
    let attributes = reader.list(&fields::ATTRIBUTE, ELEMENTS_MAX, attribute);
    Some(Item {
        serial_number: serial_number?,
        description,
        is_service: is_service?,
        hsn: hsn?,
        barcode,
        quantity,
        free_quantity,
        unit,
        unit_price: unit_price?,
        gross_amount: gross_amount?,
        discount,
        pre_tax_value,
        taxable_value: taxable_value?,
        gst_rate: gst_rate?,
        igst,
        cgst,
        sgst,
        cess_rate,
        cess,
        cess_non_advalorem,
        state_cess_rate,
        state_cess,
        state_cess_non_advalorem,
        other_charges,
        total: total?,
        order_line_reference,
        origin_country,
        product_serial_number,
        batch,
        attributes,
    })
}

fn batch(reader: &mut Reader<'_, '_>) -> Option<Batch> {
    let name = reader.text("Nm");
    let expiry_date = reader.date("ExpDt");
    let warranty_date = reader.date("WrDt");
    Some(Batch {
        name: name?,
        expiry_date,
        warranty_date,
    })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "all reading functions have one shape; this section has no mandatory member"
)]
fn attribute(reader: &mut Reader<'_, '_>) -> Option<Attribute> {
    Some(Attribute {
        name: reader.text("Nm"),
        value: reader.text("Val"),
    })
}

fn totals(reader: &mut Reader<'_, '_>) -> Option<Totals> {
    let taxable_value = reader.decimal("AssVal");
    let [
        cgst,
        sgst,
        igst,
        cess,
        state_cess,
        discount,
        other_charges,
        round_off,
    ] = [
        "CgstVal",
        "SgstVal",
        "IgstVal",
        "CesVal",
        "StCesVal",
        "Discount",
        "OthChrg",
        "RndOffAmt",
    ]
    .map(|name| reader.decimal(name));
    let invoice_value = reader.decimal("TotInvVal");
    let invoice_value_foreign = reader.decimal("TotInvValFc");
    Some(Totals {
        taxable_value: taxable_value?,
        cgst,
        sgst,
        igst,
        cess,
        state_cess,
        discount,
        other_charges,
        round_off,
        invoice_value: invoice_value?,
        invoice_value_foreign,
    })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "all reading functions have one shape; this section has no mandatory member"
)]
fn payment(reader: &mut Reader<'_, '_>) -> Option<Payment> {
    Some(Payment {
        payee: reader.text("Nm"),
        account: reader.text("AccDet"),
        mode: reader.text("Mode"),
        branch: reader.text("FinInsBr"),
        terms: reader.text("PayTerm"),
        instruction: reader.text("PayInstr"),
        credit_transfer: reader.text("CrTrn"),
        direct_debit: reader.text("DirDr"),
        credit_days: reader.whole("CrDay"),
        paid: reader.decimal("PaidAmt"),
        due: reader.decimal("PaymtDue"),
    })
}

fn references(reader: &mut Reader<'_, '_>) -> Option<References> {
    let references = References {
        remark: reader.text("InvRm"),
        period: reader.section(&fields::PERIOD, period),
        preceding: reader.list(&fields::PRECEDING, ELEMENTS_MAX, preceding),
        contracts: reader.list(&fields::CONTRACT, ELEMENTS_MAX, contract),
    };
    // With nothing but empty sections inside, it is an empty section itself.
    let is_empty = references.remark.is_none()
        && references.period.is_none()
        && references.preceding.is_empty()
        && references.contracts.is_empty();
    (!is_empty).then_some(references)
}

fn period(reader: &mut Reader<'_, '_>) -> Option<Period> {
    let from = reader.date("InvStDt");
    let to = reader.date("InvEndDt");
    Some(Period {
        from: from?,
        to: to?,
    })
}

fn preceding(reader: &mut Reader<'_, '_>) -> Option<PrecedingDocument> {
    let number: Option<DocumentNumber> = reader.document_number("InvNo");
    let date = reader.date("InvDt");
    let other_reference = reader.text("OthRefNo");
    Some(PrecedingDocument {
        number: number?.to_string(),
        date: date?,
        other_reference,
    })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "all reading functions have one shape; this section has no mandatory member"
)]
fn contract(reader: &mut Reader<'_, '_>) -> Option<Contract> {
    Some(Contract {
        receipt_advice: reader.text("RecAdvRefr"),
        receipt_advice_date: reader.date("RecAdvDt"),
        tender: reader.text("TendRefr"),
        contract: reader.text("ContrRefr"),
        external: reader.text("ExtRefr"),
        project: reader.text("ProjRefr"),
        purchase_order: reader.text("PORefr"),
        purchase_order_date: reader.date("PORefDt"),
    })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "all reading functions have one shape; this section has no mandatory member"
)]
fn additional_document(reader: &mut Reader<'_, '_>) -> Option<AdditionalDocument> {
    Some(AdditionalDocument {
        url: reader.text("Url"),
        document: reader.text("Docs"),
        note: reader.text("Info"),
    })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "all reading functions have one shape; this section has no mandatory member"
)]
fn export(reader: &mut Reader<'_, '_>) -> Option<Export> {
    Some(Export {
        shipping_bill: reader.text("ShipBNo"),
        shipping_bill_date: reader.date("ShipBDt"),
        port: reader.text("Port"),
        refund_claim: reader.yes_no("RefClm"),
        currency: reader.text("ForCur"),
        country: reader.text("CntCode"),
        duty: reader.decimal("ExpDuty"),
    })
}

pub(super) fn transport(reader: &mut Reader<'_, '_>) -> Option<Transport> {
    let transporter_id = reader.gstin("TransId");
    let transporter_name = reader.text("TransName");
    let mode = reader.text("TransMode");
    let distance_km = reader.whole("Distance");
    let document_number = reader.text("TransDocNo");
    let document_date = reader.date("TransDocDt");
    let vehicle_number = reader.text("VehNo");
    let vehicle_type = reader.text("VehType");
    Some(Transport {
        transporter_id,
        transporter_name,
        // The schema lets the text be empty, which means absent.
        mode: mode.as_deref().and_then(TransportMode::from_code),
        distance_km: distance_km?,
        document_number,
        document_date,
        vehicle_number,
        vehicle_type: vehicle_type.as_deref().and_then(VehicleType::from_code),
    })
}
