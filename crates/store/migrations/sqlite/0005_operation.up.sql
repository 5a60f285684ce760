-- What operators need: frozen accounts, an imported GST master, allowances that all processes share,
-- and a mark that tells a sandbox from a portal.
--
-- What steps 1 and 3 say of the register still holds, but for one thing: documents whose term of
-- retention is over are deleted, with everything about them. docs/STORAGE.md tells how.

-- Whose database it is, one row, written by whoever opens it first.
CREATE TABLE installation (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 2) -- immutable; 1 a portal, 2 a sandbox
) STRICT;

ALTER TABLE accounts ADD COLUMN frozen_at INTEGER; -- NULL: not frozen (both frozen_*)
ALTER TABLE accounts ADD COLUMN frozen_reason TEXT; -- the operator's words

-- Proofs may be for a login. SQLite cannot change a CHECK, so the table is made anew; proofs under
-- way are kept.
ALTER TABLE proofs RENAME TO proofs_4;
CREATE TABLE proofs (
    token_digest BLOB PRIMARY KEY CHECK (length(token_digest) = 32), -- immutable; SHA-256
    -- immutable; 1 register, 2 enable, 3 recover, 4 log in
    purpose INTEGER NOT NULL CHECK (purpose BETWEEN 1 AND 4),
    gstin TEXT NOT NULL,                -- immutable
    started_at INTEGER NOT NULL,        -- immutable
    code_digest BLOB,                   -- NULL: no code was sent, or it has proved
    sent_at INTEGER,                    -- NULL: no code was sent
    expires_at INTEGER,                 -- NULL: no code was sent
    tries INTEGER NOT NULL DEFAULT 0,   -- against the latest code
    proved_at INTEGER,                  -- NULL: not proved
    used_at INTEGER                     -- NULL: not used
) STRICT, WITHOUT ROWID;
INSERT INTO proofs (token_digest, purpose, gstin, started_at, code_digest, sent_at, expires_at,
                    tries, proved_at, used_at)
    SELECT token_digest, purpose, gstin, started_at, code_digest, sent_at, expires_at,
           tries, proved_at, used_at FROM proofs_4;
DROP TABLE proofs_4;
CREATE INDEX proofs_started ON proofs (started_at);
-- A new password voids the other recoveries of its GSTIN.
CREATE INDEX proofs_gstin ON proofs (gstin);

-- Codes for logins, which only who knows a password can cause, are counted apart.
ALTER TABLE code_sends ADD COLUMN for_login INTEGER NOT NULL DEFAULT 0
    CHECK (for_login BETWEEN 0 AND 1); -- immutable

-- How much of an allowance a network has used: the moment at which it has all of it again.
CREATE TABLE allowances (
    network TEXT NOT NULL,              -- immutable; an address, or a network's first one
    kind INTEGER NOT NULL,              -- immutable; which allowance
    full_at INTEGER NOT NULL,
    PRIMARY KEY (network, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX allowances_full_at ON allowances (full_at);

-- Imports of the GST master. The one with the latest `active_at` is in force, whole or not at all.
CREATE TABLE master_imports (
    generation INTEGER PRIMARY KEY,     -- immutable; ascending
    source_digest BLOB NOT NULL CHECK (length(source_digest) = 32), -- immutable; SHA-256
    as_of INTEGER NOT NULL,             -- immutable; when the file was taken from the registry
    begun_at INTEGER NOT NULL,          -- immutable
    row_count INTEGER NOT NULL DEFAULT 0, -- rows loaded so far
    active_at INTEGER UNIQUE,           -- NULL: not yet in force; set once, later than all others
    given_up_at INTEGER                 -- NULL: not given up; set once, and never with active_at
) STRICT;

-- Their rows, immutable. Those of other generations than the one in force are taken away.
-- With a rowid: rows are too long to lie inside an index, whose pages would hold seven of them.
CREATE TABLE imported_taxpayers (
    generation INTEGER NOT NULL,
    gstin TEXT NOT NULL,
    record TEXT NOT NULL,               -- JSON of gst::Taxpayer without mobile and e-mail
    contact_sealed BLOB,                -- mobile and e-mail under the data key; NULL: none known
    PRIMARY KEY (generation, gstin)
) STRICT;
