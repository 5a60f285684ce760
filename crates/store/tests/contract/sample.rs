//! Documents, moments and people for the promises.

use std::sync::{Arc, OnceLock};

use einvoice::calculator::{Calculator, Line};
use einvoice::eway_bill::{End, Movement, SubSupply, TransactionKind};
use einvoice::invoice::{Transport, TransportMode};
use einvoice::{Checked, DocumentType, Facts, Invoice, Party, Policy, Standing, example};
use gst::{Decimal, DocumentNumber, Gstin, HsnCode, RegistrationStatus, TaxpayerType, ist};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use seal::SigningKey;
use store::Store;
use store::accounts::{Account, AccountCreation, NewAccount};
use store::api_access::{ApiToken, TokenIssue};
use store::eway_bills::{BillOutcome, BillSeries, EwayBill, NewBill};
use store::invoices::Registration;
use store::line::{AckNumber, AckSeries, Cancellation, Channel, Registered, Sealed};
use store::proofs::{CodeToSend, Proof, ProofState, Purpose, SendLimits};
use store::sessions::{OpenedBy, Session, SessionOpening};

/// The series of most promises.
pub(crate) const SERIES: AckSeries = AckSeries {
    irp: 9,
    node: 1,
    year: 2026,
};
/// The date of documents when it does not matter.
pub(crate) const DATED: Date = date(2026, 6, 1);
/// A user's name for the issuer.
const ISSUER: &str = "Mohar Test";

/// So many seconds into the tests' day.
pub(crate) fn at(seconds: i64) -> Timestamp {
    let morning = ist::parse_date_time("2026-06-10 10:00:00").unwrap();
    morning + SignedDuration::from_secs(seconds)
}

/// The n-th supplier, in Karnataka.
pub(crate) fn supplier(n: u16) -> Gstin {
    Gstin::with_check_digit(&format!("29AAACM{n:04}A1Z")).unwrap()
}

/// Thirty-two bytes that stand for a secret's digest.
pub(crate) fn digest(n: u8) -> [u8; 32] {
    [n; 32]
}

/// A one-item invoice of a supplier.
pub(crate) fn invoice(supplier: Gstin, number: &str, dated: Date) -> Invoice {
    calculator(supplier, number, dated).finish()
}

/// The same, to be changed.
pub(crate) fn calculator(supplier: Gstin, number: &str, dated: Date) -> Calculator {
    let number: DocumentNumber = number.parse().unwrap();
    Calculator::new(
        example::seller_of(supplier),
        example::buyer(),
        number,
        dated,
    )
    .line(Line::new(
        "Hand drill",
        HsnCode::parse("82052000").unwrap(),
        (Decimal::from(10), "NOS"),
        Decimal::new(125_000, 2),
        Decimal::from(18),
    ))
}

/// A credit or debit note of a supplier.
pub(crate) fn note(supplier: Gstin, number: &str, kind: DocumentType) -> Invoice {
    calculator(supplier, number, DATED)
        .document_type(kind)
        .finish()
}

/// Passes an invoice through the rules.
pub(crate) fn checked(invoice: Invoice) -> Checked {
    let party = Party::Known(Standing {
        status: RegistrationStatus::Active,
        kind: TaxpayerType::Regular,
        registered_on: Some(date(2017, 7, 1)),
        deregistered_on: None,
        turnover: Some(Decimal::from(250_000_000)),
        e_invoice_enabled: true,
        eway_bill_blocked: false,
    });
    let unregistered = Party::Unregistered;
    // Documents of any age, so that financial years can be crossed.
    let policy = Policy {
        reporting_limit: false,
        ..Policy::default()
    };
    let facts = Facts {
        caller: invoice.seller.gstin,
        today: ist::date(at(0)),
        seller: &party,
        buyer: if invoice.buyer.id.gstin().is_some() {
            &party
        } else {
            &unregistered
        },
        ecommerce: None,
        policy: &policy,
    };
    einvoice::check(invoice, &facts)
        .unwrap_or_else(|rejected| panic!("the sample breaks rules: {:?}", rejected.findings()))
}

/// The key that signs the samples. Made once: it takes a while.
pub(crate) fn key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::generate(ISSUER, at(0)))
}

/// The next acknowledgement number.
pub(crate) async fn number(store: &dyn Store) -> AckNumber {
    let mut block = store.reserve_ack_numbers(SERIES, 1).await.unwrap();
    block.take().unwrap()
}

/// Seals an invoice.
pub(crate) fn seal(invoice: Invoice, number: AckNumber, acked_at: Timestamp) -> Sealed {
    Sealed::seal(
        &checked(invoice),
        number,
        acked_at,
        Channel::Api,
        key(),
        ISSUER,
    )
    .unwrap()
}

/// Registers an invoice that has to be new.
pub(crate) async fn register(
    store: &Arc<dyn Store>,
    invoice: Invoice,
    acked_at: Timestamp,
) -> Registered {
    let number = number(&**store).await;
    match store
        .register(seal(invoice, number, acked_at))
        .await
        .unwrap()
    {
        Registration::New(registered) => registered,
        Registration::Duplicate(before) => panic!("a duplicate of {}", before.irn()),
    }
}

/// The series of e-way bills.
pub(crate) const BILLS: BillSeries = BillSeries { irp: 9, node: 1 };

/// A movement over so many kilometres.
pub(crate) fn movement(distance_km: u32) -> Movement {
    let end = |name: &str, gstin| End {
        name: name.to_owned(),
        address_1: "12 \"Old\" Mill Road, नई सड़क".to_owned(),
        address_2: None,
        place: "Bengaluru".to_owned(),
        pin: "560001".parse().unwrap(),
        state: "29".parse().unwrap(),
        gstin,
    };
    Movement {
        from: end("Malnad Tools", Some(supplier(0))),
        to: end("A customer", None),
        transaction: TransactionKind::Regular,
        sub_supply: SubSupply::Supply,
        transport: Transport {
            transporter_id: Some(supplier(9)),
            transporter_name: Some("Ghat Roadways".to_owned()),
            mode: Some(TransportMode::Road),
            distance_km,
            document_number: None,
            document_date: Some(DATED),
            vehicle_number: Some("KA01AB1234".to_owned()),
            vehicle_type: None,
        },
    }
}

/// A bill for a document, made by its supplier.
pub(crate) async fn new_bill(
    store: &dyn Store,
    document: &Registered,
    made_at: Timestamp,
) -> NewBill {
    let mut block = store.reserve_bill_numbers(BILLS, 1).await.unwrap();
    NewBill {
        number: block.take().unwrap(),
        irn: document.irn(),
        supplier: document.summary().supplier,
        made_by: document.summary().supplier,
        made_at,
        valid_until: Some(made_at + SignedDuration::from_hours(24)),
        movement: movement(150),
        channel: Channel::Api,
    }
}

/// Makes a bill that has to be the document's only one.
pub(crate) async fn make_bill(
    store: &Arc<dyn Store>,
    document: &Registered,
    made_at: Timestamp,
) -> EwayBill {
    let bill = new_bill(&**store, document, made_at).await;
    match store.make_bill(bill).await.unwrap() {
        BillOutcome::Made(bill) => bill,
        other => panic!("{other:?}"),
    }
}

/// A cancellation of a document or a bill.
pub(crate) fn cancellation(at: Timestamp) -> Cancellation {
    Cancellation {
        at,
        reason: 2,
        remark: "Wrong amount: ₹ 5".to_owned(),
    }
}

/// The hash of every account's password.
pub(crate) const HASH: &str = "$argon2id$…";

/// An account that an operator makes.
pub(crate) fn new_account(user_name: &str, gstin: Gstin) -> NewAccount {
    NewAccount {
        user_name: user_name.to_owned(),
        gstin,
        password_hash: HASH.to_owned(),
        created_at: at(0),
        proof: None,
        notices: Vec::new(),
    }
}

/// Makes it.
pub(crate) async fn account(store: &Arc<dyn Store>, user_name: &str, gstin: Gstin) -> Account {
    match store
        .create_account(new_account(user_name, gstin))
        .await
        .unwrap()
    {
        AccountCreation::Created(account) => account,
        other => panic!("{other:?}"),
    }
}

/// Opens a session by the password.
pub(crate) async fn open(store: &Arc<dyn Store>, session: Session, stale_before: Timestamp) {
    let by = OpenedBy::Password(HASH.to_owned());
    let opened = store.open_session(session, by, stale_before).await.unwrap();
    assert_eq!(opened, SessionOpening::Opened);
}

/// Issues a token by the password.
pub(crate) async fn issue(
    store: &Arc<dyn Store>,
    token: ApiToken,
    keep_beyond: Timestamp,
) -> ApiToken {
    match store.issue_token(token, HASH, keep_beyond).await.unwrap() {
        TokenIssue::Issued(token) => token,
        other => panic!("{other:?}"),
    }
}

/// The limits of the tests: 30 s between sends, 5 in a day.
pub(crate) const LIMITS: SendLimits = SendLimits {
    gap_s: 30,
    sends_max: 5,
    window_s: 86_400,
};

/// A proof that was just started.
pub(crate) fn started(n: u8, gstin: Gstin, purpose: Purpose) -> Proof {
    Proof {
        token_digest: digest(n),
        purpose,
        gstin,
        started_at: at(0),
        state: ProofState::Started,
    }
}

/// A code that is good for ten minutes.
pub(crate) fn code(n: u8, sent_at: Timestamp) -> CodeToSend {
    CodeToSend {
        digest: digest(n),
        at: sent_at,
        expires_at: sent_at + SignedDuration::from_secs(600),
        messages: Vec::new(),
    }
}

/// Takes a proof all the way to proved.
pub(crate) async fn prove(store: &Arc<dyn Store>, n: u8, gstin: Gstin, purpose: Purpose) {
    store.start_proof(started(n, gstin, purpose)).await.unwrap();
    let sent = store
        .send_code(&digest(n), code(n, at(0)), LIMITS)
        .await
        .unwrap();
    assert_eq!(sent, store::proofs::SendOutcome::Sent);
    assert!(
        store
            .count_try(&digest(n), at(1), 5)
            .await
            .unwrap()
            .is_some()
    );
    assert!(store.proved(&digest(n), &digest(n), at(1)).await.unwrap());
}
