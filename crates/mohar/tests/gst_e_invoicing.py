"""The PyPI package gst-e-invoicing, unmodified, against a running sandbox.

Usage: gst_e_invoicing.py MANAGEMENT_URL

Each step is what an ERP does; PyJWT checks the signatures independently of Mohar. The package has
no function of its own for e-way bills by IRN: its session's post and get are what it offers there.
Cancelling an e-way bill has another envelope, which only its cryptography can be used for.
"""

import base64
import hashlib
import json
import sys
import tempfile
from datetime import datetime, timedelta, timezone

import jwt
import requests
from gst_irn import (
    Session,
    crypto,
    get_doc_dtls,
    get_ewb_dtls,
    get_invoice,
    get_item,
    get_seller_dtls,
    get_tran_dtls,
    get_val_dtls,
)
from gst_irn.converters import to_buyer
from gst_irn.session import RequestError

BUYER = "29AWGPV7107B1Z1"
NUMBER = "PY/2025/1"
DATE = "16/06/2025"
INDIA = timezone(timedelta(hours=5, minutes=30))

management = sys.argv[1]
account = requests.get(f"{management}/integrator", timeout=30).json()
base = account["base_url"]
session = Session(
    account["gstin"],
    account["client_id"],
    account["client_secret"],
    account["user_name"],
    account["password"],
    account["public_key_pem"],
    base_url=base,
)


def seller_details():
    return get_seller_dtls(
        gstin=account["gstin"],
        lgl_nm="Vasundhara Tools Private Limited",
        addr1="7 Mill Road",
        loc="Bengaluru",
        pin=560001,
        stcd="29",
    )


def invoice(buyer_details):
    item = get_item(
        sl_no="1",
        is_servc="Y",
        hsn_cd="998431",
        unit_price=1000.5,
        igst_amt=0,
        tot_amt=1000.5,
        ass_amt=1000.5,
        gst_rt=18.0,
        cgst_amt=90.05,
        sgst_amt=90.05,
        tot_item_val=1180.6,
    )
    totals = get_val_dtls(ass_val=1000.5, cgst_val=90.05, sgst_val=90.05, tot_inv_val=1180.6)
    return get_invoice(
        tran_dtls=get_tran_dtls(),
        doc_dtls=get_doc_dtls(typ="INV", no=NUMBER, dt=DATE),
        seller_dtls=seller_details(),
        buyer_dtls=to_buyer(buyer_details, "29"),
        item_list=[item],
        val_dtls=totals,
    )


def invoice_of_goods(number, buyer_details, **sections):
    """Goods, dated today: an e-way bill is made for recent documents only."""
    item = get_item(
        sl_no="1",
        is_servc="N",
        hsn_cd="820520",
        qty=10,
        unit="NOS",
        unit_price=125.0,
        igst_amt=0,
        tot_amt=1250.0,
        ass_amt=1250.0,
        gst_rt=18.0,
        cgst_amt=112.5,
        sgst_amt=112.5,
        tot_item_val=1475.0,
    )
    totals = get_val_dtls(ass_val=1250.0, cgst_val=112.5, sgst_val=112.5, tot_inv_val=1475.0)
    buyer = to_buyer(buyer_details, "29")
    buyer.update(Loc="Mysuru", Pin=570001)
    today = datetime.now(INDIA).strftime("%d/%m/%Y")
    return get_invoice(
        tran_dtls=get_tran_dtls(),
        doc_dtls=get_doc_dtls(typ="INV", no=number, dt=today),
        seller_dtls=seller_details(),
        buyer_dtls=buyer,
        item_list=[item],
        val_dtls=totals,
        **sections,
    )


def cancel_eway_bill(number, reason):
    """What the e-way bill system answers: the decrypted data, or the codes of a refusal."""
    order = json.dumps({"ewbNo": number, "cancelRsnCode": reason, "cancelRmrk": "Not sent"})
    data = crypto.encrypt_with_aes(order.encode(), session._auth_sek)
    answer = requests.post(
        f"{base}/ewaybillapi/v1.03/ewayapi",
        json={"action": "CANEWB", "data": data},
        headers=session._get_request_headers(),
        timeout=30,
    ).json()
    if answer["status"] == "1":
        return json.loads(crypto.decrypt_with_aes(answer["data"], session._auth_sek))
    return json.loads(base64.b64decode(answer["error"]))["errorCodes"]


passed = 0


def step(name, holds):
    global passed
    if not holds:
        sys.exit(f"FAILED  {name}")
    passed += 1
    print(f"ok      {name}")


with tempfile.TemporaryDirectory() as cache:
    session.generate_token(cache_dir=cache)
step("authenticate", session._auth_token and session._auth_sek)

details = session.get_gst_info(BUYER)
step("look a GSTIN up", details["Gstin"] == BUYER and details["Status"] == "ACT")

registered = session.generate_e_invoice(invoice(details))
expected = hashlib.sha256(f"{account['gstin']}2025-26INV{NUMBER}".encode()).hexdigest()
step("generate", registered["Irn"] == expected and registered["Status"] == "ACT")

try:
    session.generate_e_invoice(invoice(details))
    step("a duplicate is refused", False)
except RequestError as error:
    refusal = error.args[1]
    info = refusal["InfoDtls"][0]
    step(
        "a duplicate is refused",
        [fault["ErrorCode"] for fault in refusal["ErrorDetails"]] == ["2150"]
        and info["InfCd"] == "DUPIRN"
        and info["Desc"]["Irn"] == registered["Irn"]
        and info["Desc"]["AckNo"] == registered["AckNo"],
    )

step("get by IRN", session.get_e_invoice_by_irn(registered["Irn"]) == registered)

query = f"doctype=INV&docnum={NUMBER}&docdate={DATE}"
by_document = session.get(f"{base}/eicore/v1.03/Invoice/irnbydocdetails?{query}")
step("get by document", by_document == registered)

keys = requests.get(account["jwks_url"], timeout=30).json()["keys"]
for name, member in [("SignedInvoice", "DocDtls"), ("SignedQRCode", "MainHsnCode")]:
    token = registered[name]
    kid = jwt.get_unverified_header(token)["kid"]
    key = jwt.PyJWK(next(key for key in keys if key["kid"] == kid))
    claims = jwt.decode(token, key.key, algorithms=["RS256"])
    data = json.loads(claims["data"])
    step(
        f"verify {name} with PyJWT",
        claims["iss"] == "Mohar Sandbox" and data["Irn"] == registered["Irn"] and member in data,
    )

order = {"Irn": registered["Irn"], "CnlRsn": "2", "CnlRem": "Wrong rate"}
cancelled = session.post(f"{base}/eicore/v1.03/Invoice/Cancel", order)
datetime.strptime(cancelled["CancelDate"], "%Y-%m-%d %H:%M:%S")
step("cancel", cancelled["Irn"] == registered["Irn"])
step(
    "a cancelled invoice says so",
    session.get_e_invoice_by_irn(registered["Irn"])["Status"] == "CNL",
)

transport = get_ewb_dtls(distance=0, trans_mode="1", veh_no="KA01AB1234", veh_type="R")
with_bill = session.generate_e_invoice(
    invoice_of_goods("PY/2026/2", details, ewb_dtls=transport)
)
valid_until = datetime.strptime(with_bill["EwbValidTill"], "%Y-%m-%d %H:%M:%S")
made = datetime.strptime(with_bill["EwbDt"], "%Y-%m-%d %H:%M:%S")
step(
    "e-way bill with an invoice",
    len(str(with_bill["EwbNo"])) == 12 and valid_until > made and valid_until.minute == 59,
)
step(
    "the invoice carries it when it is got",
    session.get_e_invoice_by_irn(with_bill["Irn"]) == with_bill,
)

goods = session.generate_e_invoice(invoice_of_goods("PY/2026/3", details))
step("goods without an e-way bill", goods["EwbNo"] is None and goods["EwbValidTill"] is None)

bill_path = f"{base}/eiewb/v1.03/ewaybill"
bill = session.post(bill_path, {"Irn": goods["Irn"], **transport})
step("e-way bill by IRN", bill["EwbNo"] > with_bill["EwbNo"] and bill["EwbValidTill"])

got = session.get(f"{bill_path}/irn/{goods['Irn']}")
step(
    "get e-way bill",
    [got["EwbNo"], got["EwbDt"], got["EwbValidTill"]]
    == [bill["EwbNo"], bill["EwbDt"], bill["EwbValidTill"]]
    and got["Status"] == "ACT"
    and got["GenGstin"] == account["gstin"],
)

try:
    session.post(bill_path, {"Irn": goods["Irn"], **transport})
    step("a second e-way bill is refused", False)
except RequestError as error:
    faults = error.args[1]["ErrorDetails"]
    step("a second e-way bill is refused", [fault["ErrorCode"] for fault in faults] == ["4002"])

order = {"Irn": goods["Irn"], "CnlRsn": "3", "CnlRem": "Order cancelled"}
try:
    session.post(f"{base}/eicore/v1.03/Invoice/Cancel", order)
    step("an active e-way bill holds its invoice", False)
except RequestError as error:
    faults = error.args[1]["ErrorDetails"]
    step(
        "an active e-way bill holds its invoice",
        [fault["ErrorCode"] for fault in faults] == ["2230"],
    )

done = cancel_eway_bill(bill["EwbNo"], 2)
datetime.strptime(done["cancelDate"], "%d/%m/%Y %I:%M:%S %p")
step("cancel the e-way bill", done["ewayBillNo"] == str(bill["EwbNo"]))
step("it is cancelled once", cancel_eway_bill(bill["EwbNo"], 2) == "312,")
step(
    "a cancelled e-way bill says so",
    session.get(f"{bill_path}/irn/{goods['Irn']}")["Status"] == "CNL",
)
session.post(f"{base}/eicore/v1.03/Invoice/Cancel", order)
step("then the invoice can be cancelled", True)

print(f"gst-e-invoicing 0.9.0: {passed} passed")
