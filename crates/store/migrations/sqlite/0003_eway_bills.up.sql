-- E-way bills. Rows are added and never changed or deleted: every column is immutable, and a
-- cancellation is a row of its own. Units are those of step 1.

-- Where the next block of e-way bill numbers starts, one row a series.
CREATE TABLE eway_bill_series (
    irp INTEGER NOT NULL,               -- immutable; the IRP's digit
    node INTEGER NOT NULL,              -- immutable; the node's digit
    next_number INTEGER NOT NULL,       -- first number that nobody has reserved; only grows
    PRIMARY KEY (irp, node)
) STRICT, WITHOUT ROWID;

CREATE TABLE eway_bills (
    number INTEGER PRIMARY KEY,         -- 12 digits
    ack_no INTEGER NOT NULL REFERENCES invoices (ack_no),
    -- One more than the document had cancelled bills when this one was made.
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
    supplier_gstin TEXT NOT NULL,       -- the document's; for lists
    made_by_gstin TEXT NOT NULL,
    made_at INTEGER NOT NULL,           -- whole seconds
    valid_until INTEGER,                -- NULL: Part A alone; whole seconds
    movement TEXT NOT NULL,             -- JSON of einvoice::eway_bill::Movement
    channel INTEGER NOT NULL CHECK (channel BETWEEN 1 AND 2) -- 1 API, 2 upload
) STRICT;

-- The judge of "one active bill a document": while the n-th is active, the document has n - 1
-- cancelled bills, so that whoever makes another one meets the n-th here.
CREATE UNIQUE INDEX eway_bills_document ON eway_bills (ack_no, ordinal);
-- Lists page down it.
CREATE INDEX eway_bills_supplier ON eway_bills (supplier_gstin, number);

-- Cancelled bills. Every column is immutable; a cancellation is final.
CREATE TABLE eway_bill_cancellations (
    number INTEGER PRIMARY KEY REFERENCES eway_bills (number),
    cancelled_at INTEGER NOT NULL,      -- whole seconds
    reason INTEGER NOT NULL,            -- NIC's code, 1 to 4
    remark TEXT NOT NULL
) STRICT;
