"""The PyPI package gst-e-invoicing, unmodified, against a running sandbox.

Usage: gst_e_invoicing.py MANAGEMENT_URL

Each step is what an ERP does; PyJWT checks the signatures independently of Mohar.
"""

import hashlib
import json
import sys
import tempfile
from datetime import datetime

import jwt
import requests
from gst_irn import (
    Session,
    get_doc_dtls,
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


def invoice(buyer_details):
    seller = get_seller_dtls(
        gstin=account["gstin"],
        lgl_nm="Vasundhara Tools Private Limited",
        addr1="7 Mill Road",
        loc="Bengaluru",
        pin=560001,
        stcd="29",
    )
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
        seller_dtls=seller,
        buyer_dtls=to_buyer(buyer_details, "29"),
        item_list=[item],
        val_dtls=totals,
    )


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

print(f"gst-e-invoicing 0.9.0: {passed} passed")
