-- E-way bills. Rows are added and never changed or deleted: every column is immutable, and a
-- cancellation is a row of its own. Units are those of step 1.
--
-- No program of version 2 may go on beside it: it would cancel documents without looking at their
-- bills, and without the lock that makers of bills wait for.

-- Where the next block of e-way bill numbers starts, one row a series.
CREATE TABLE eway_bill_series (
    irp smallint NOT NULL,              -- immutable; the IRP's digit
    node smallint NOT NULL,             -- immutable; the node's digit
    next_number bigint NOT NULL,        -- first number that nobody has reserved; only grows
    PRIMARY KEY (irp, node)
);

CREATE TABLE eway_bills (
    number bigint NOT NULL,             -- 12 digits
    ack_no bigint NOT NULL,             -- the document's
    made_at bigint NOT NULL,            -- whole seconds
    valid_until bigint,                 -- NULL: Part A alone; whole seconds
    -- One more than the document had cancelled bills when this one was made.
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    channel smallint NOT NULL CHECK (channel BETWEEN 1 AND 2), -- 1 API, 2 upload
    supplier_gstin text COLLATE "C" NOT NULL, -- the document's
    made_by_gstin text COLLATE "C" NOT NULL,
    movement text NOT NULL,             -- JSON of einvoice::eway_bill::Movement
    -- Lists page down it.
    PRIMARY KEY (supplier_gstin, number),
    -- While the n-th bill is active, the document has n - 1 cancelled ones, so that whoever makes
    -- another one meets the n-th here; also finds a document's bills.
    UNIQUE (supplier_gstin, ack_no, ordinal),
    FOREIGN KEY (supplier_gstin, ack_no) REFERENCES invoices (supplier_gstin, ack_no)
);
-- Look-ups by number alone; and no number twice, whatever happens to eway_bill_series.
CREATE UNIQUE INDEX eway_bills_number ON eway_bills (number);

-- Cancelled bills. Every column is immutable; a cancellation is final.
CREATE TABLE eway_bill_cancellations (
    number bigint NOT NULL,
    cancelled_at bigint NOT NULL,       -- whole seconds
    reason smallint NOT NULL,           -- NIC's code, 1 to 4
    supplier_gstin text COLLATE "C" NOT NULL,
    remark text NOT NULL,
    PRIMARY KEY (supplier_gstin, number),
    FOREIGN KEY (supplier_gstin, number) REFERENCES eway_bills (supplier_gstin, number)
);
