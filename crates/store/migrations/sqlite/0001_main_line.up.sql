-- The main line: documents, accounts, sessions, proofs, taxpayers, API access, messages, feedback.
--
-- Units in every table: `*_at` is UTC epoch milliseconds; `*_date` is the number yyyymmdd;
-- amounts are decimal text in rupees exactly as they were written. A column without a word on
-- NULL is NOT NULL. "Immutable" columns are written by the INSERT and by nothing else.

-- Where the next block of acknowledgement numbers starts, one row a series.
CREATE TABLE ack_series (
    irp INTEGER NOT NULL,               -- immutable; the IRP's digit
    node INTEGER NOT NULL,              -- immutable; the node's digit
    year INTEGER NOT NULL,              -- immutable; calendar year in India, four digits
    next_ack_no INTEGER NOT NULL,       -- first number that nobody has reserved; only grows
    PRIMARY KEY (irp, node, year)
) STRICT, WITHOUT ROWID;

-- Which key signed under which issuer's name. Few rows; spares 50 bytes in every invoice's row.
CREATE TABLE signing_contexts (
    id INTEGER PRIMARY KEY,             -- immutable
    key_id TEXT NOT NULL,               -- immutable; 40 upper-case hex digits
    issuer TEXT NOT NULL,               -- immutable; the token's `iss`
    UNIQUE (key_id, issuer)
) STRICT;

-- The register. Rows are added and never changed or deleted: every column is immutable.
-- Clustered by acknowledgement number, so that new rows go to the end of the file.
CREATE TABLE invoices (
    ack_no INTEGER PRIMARY KEY,         -- 15 digits
    irn BLOB NOT NULL CHECK (length(irn) = 32),
    supplier_gstin TEXT NOT NULL,
    acked_at INTEGER NOT NULL,          -- whole seconds
    document_type INTEGER NOT NULL CHECK (document_type BETWEEN 1 AND 3), -- 1 INV, 2 CRN, 3 DBN
    document_number TEXT NOT NULL,
    document_date INTEGER NOT NULL,
    recipient_id TEXT NOT NULL,         -- GSTIN, or URP
    recipient_name TEXT NOT NULL,
    invoice_value TEXT NOT NULL,        -- the QR code's text of the amount
    item_count INTEGER NOT NULL,
    main_hsn TEXT NOT NULL,
    channel INTEGER NOT NULL CHECK (channel BETWEEN 1 AND 2), -- 1 API, 2 upload
    signing_context INTEGER NOT NULL REFERENCES signing_contexts (id),
    payload_format INTEGER NOT NULL,    -- how `payload` is packed, see src/packing.rs
    payload BLOB NOT NULL,              -- the signed invoice's data
    invoice_signature BLOB NOT NULL,    -- RS256, 256 bytes
    qr_signature BLOB NOT NULL          -- RS256, 256 bytes
) STRICT;

-- The only judge of duplicates.
CREATE UNIQUE INDEX invoices_irn ON invoices (irn);
-- Lists page down it; counts read it without touching the rows.
CREATE INDEX invoices_supplier ON invoices (supplier_gstin, ack_no, acked_at);

-- The latest `acked_at` of the register, one row, so that no index over all rows is needed.
CREATE TABLE register_clock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    latest_acked_at INTEGER             -- NULL: nothing is registered yet; only grows
) STRICT;
INSERT INTO register_clock (id, latest_acked_at) VALUES (1, NULL);

-- Cancelled documents. Every column is immutable; a cancellation is final.
CREATE TABLE cancellations (
    ack_no INTEGER PRIMARY KEY REFERENCES invoices (ack_no),
    cancelled_at INTEGER NOT NULL,      -- whole seconds
    reason INTEGER NOT NULL,            -- NIC's code, 1 to 4
    remark TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,             -- immutable
    user_name TEXT NOT NULL,            -- immutable; letter case as chosen
    user_name_key TEXT NOT NULL UNIQUE, -- immutable; user_name in lower case
    gstin TEXT NOT NULL UNIQUE,         -- immutable; one account a GSTIN
    password_hash TEXT NOT NULL,        -- Argon2id, PHC
    created_at INTEGER NOT NULL,        -- immutable
    failed_logins INTEGER NOT NULL DEFAULT 0, -- wrong passwords in a row
    blocked_until INTEGER,              -- NULL: never blocked since the last login
    latest_login_at INTEGER,            -- NULL: never logged in
    previous_login_at INTEGER           -- NULL: logged in once or never
) STRICT;

CREATE TABLE sessions (
    token_digest BLOB PRIMARY KEY CHECK (length(token_digest) = 32), -- immutable; SHA-256
    account INTEGER NOT NULL REFERENCES accounts (id), -- immutable
    created_at INTEGER NOT NULL,        -- immutable
    seen_at INTEGER NOT NULL            -- only grows
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_account ON sessions (account);

-- Proofs of possession of a mobile. The state is read off: used_at set = used, else proved_at
-- set = proved, else sent_at set = sent, else started.
CREATE TABLE proofs (
    token_digest BLOB PRIMARY KEY CHECK (length(token_digest) = 32), -- immutable; SHA-256
    purpose INTEGER NOT NULL CHECK (purpose BETWEEN 1 AND 2), -- immutable; 1 register, 2 enable
    gstin TEXT NOT NULL,                -- immutable
    started_at INTEGER NOT NULL,        -- immutable
    code_digest BLOB,                   -- NULL: no code was sent, or it has proved
    sent_at INTEGER,                    -- NULL: no code was sent
    expires_at INTEGER,                 -- NULL: no code was sent
    tries INTEGER NOT NULL DEFAULT 0,   -- against the latest code
    proved_at INTEGER,                  -- NULL: not proved
    used_at INTEGER                     -- NULL: not used
) STRICT, WITHOUT ROWID;
CREATE INDEX proofs_started ON proofs (started_at);

-- When codes were sent for a GSTIN, whatever the proof; kept for the length of the window.
CREATE TABLE code_sends (
    id INTEGER PRIMARY KEY,
    gstin TEXT NOT NULL,                -- immutable
    sent_at INTEGER NOT NULL            -- immutable
) STRICT;
CREATE INDEX code_sends_gstin ON code_sends (gstin, sent_at);

-- The local copy of the GST master.
CREATE TABLE taxpayers (
    gstin TEXT PRIMARY KEY,             -- immutable
    record TEXT NOT NULL,               -- JSON of gst::Taxpayer without mobile and e-mail
    contact_sealed BLOB,                -- mobile and e-mail under the data key; NULL: none known
    fetched_at INTEGER NOT NULL,        -- only grows
    enabled_at INTEGER,                 -- NULL: did not enable itself (all three enabled_*)
    enabled_year INTEGER,               -- first calendar year of the financial year declared
    enabled_turnover TEXT               -- rupees
) STRICT, WITHOUT ROWID;

CREATE TABLE api_clients (
    client_id TEXT PRIMARY KEY,         -- immutable
    secret_digest BLOB NOT NULL CHECK (length(secret_digest) = 32), -- immutable; SHA-256
    owner_gstin TEXT NOT NULL,          -- immutable
    created_at INTEGER NOT NULL,        -- immutable
    revoked_at INTEGER                  -- NULL: good; set once
) STRICT, WITHOUT ROWID;
CREATE INDEX api_clients_owner ON api_clients (owner_gstin, created_at);

-- Every column is immutable.
CREATE TABLE api_tokens (
    token_digest BLOB PRIMARY KEY CHECK (length(token_digest) = 32), -- SHA-256
    sealed BLOB NOT NULL,               -- token and session key under the data key
    client_id TEXT NOT NULL REFERENCES api_clients (client_id),
    account INTEGER NOT NULL REFERENCES accounts (id),
    gstin TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX api_tokens_holder ON api_tokens (client_id, account, expires_at);
-- For the foreign key's sake.
CREATE INDEX api_tokens_account ON api_tokens (account);

-- Every column is immutable.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- ascending, never given out twice
    route INTEGER NOT NULL CHECK (route BETWEEN 1 AND 2), -- 1 text message, 2 e-mail
    sealed BLOB NOT NULL,               -- recipient and text under the data key
    created_at INTEGER NOT NULL
) STRICT;

-- Every column is immutable.
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY,
    left_at INTEGER NOT NULL,
    page TEXT NOT NULL,                 -- a path without query
    language TEXT NOT NULL,             -- en or hi
    text TEXT NOT NULL,
    contact_sealed BLOB                 -- under the data key; NULL: none was given
) STRICT;
