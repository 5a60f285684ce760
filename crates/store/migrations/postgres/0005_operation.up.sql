-- What operators need: frozen accounts, an imported GST master, allowances that all processes share,
-- and a mark that tells a sandbox from a portal. An expanding step. A program of the version before
-- lets a frozen account log in, and asks the registry for whoever is only in an imported master.
--
-- What steps 1 and 3 say of the register still holds, but for one thing: documents whose term of
-- retention is over are deleted, with everything about them. docs/STORAGE.md tells how.

-- Whose database it is, one row, written by whoever opens it first.
CREATE TABLE installation (
    only_row smallint PRIMARY KEY CHECK (only_row = 1),
    kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 2) -- immutable; 1 a portal, 2 a sandbox
);

ALTER TABLE accounts ADD COLUMN frozen_at bigint; -- NULL: not frozen (both frozen_*)
ALTER TABLE accounts ADD COLUMN frozen_reason text; -- the operator's words

ALTER TABLE proofs DROP CONSTRAINT proofs_purpose;
-- immutable; 1 register, 2 enable, 3 recover, 4 log in
ALTER TABLE proofs ADD CONSTRAINT proofs_purpose CHECK (purpose BETWEEN 1 AND 4);

-- Codes for logins, which only who knows a password can cause, are counted apart.
ALTER TABLE code_sends ADD COLUMN for_login smallint NOT NULL DEFAULT 0
    CHECK (for_login BETWEEN 0 AND 1); -- immutable

-- How much of an allowance a network has used: the moment at which it has all of it again.
CREATE TABLE allowances (
    network text COLLATE "C" NOT NULL,  -- immutable; an address, or a network's first one
    kind smallint NOT NULL,             -- immutable; which allowance
    full_at bigint NOT NULL,
    PRIMARY KEY (network, kind)
);
CREATE INDEX allowances_full_at ON allowances (full_at);

-- Imports of the GST master. The one with the latest `active_at` is in force, whole or not at all.
CREATE TABLE master_imports (
    generation bigint PRIMARY KEY,      -- immutable; ascending
    source_digest bytea NOT NULL CHECK (length(source_digest) = 32), -- immutable; SHA-256
    as_of bigint NOT NULL,              -- immutable; when the file was taken from the registry
    begun_at bigint NOT NULL,           -- immutable
    row_count bigint NOT NULL DEFAULT 0, -- rows loaded so far
    active_at bigint UNIQUE,            -- NULL: not yet in force; set once, later than all others
    given_up_at bigint                  -- NULL: not given up; set once, and never with active_at
);

-- Their rows, immutable. Those of other generations than the one in force are taken away.
CREATE TABLE imported_taxpayers (
    generation bigint NOT NULL,
    gstin text COLLATE "C" NOT NULL,
    record text NOT NULL,               -- JSON of gst::Taxpayer without mobile and e-mail
    contact_sealed bytea,               -- mobile and e-mail under the data key; NULL: none known
    PRIMARY KEY (generation, gstin)
);
