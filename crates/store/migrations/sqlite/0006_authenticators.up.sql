-- Authenticator apps: a second step of logging in on the pages that an account's owner has chosen.

-- One row an account. Without `confirmed_at` it is a proposal, and nothing is in force.
CREATE TABLE authenticators (
    account INTEGER PRIMARY KEY REFERENCES accounts (id), -- immutable
    secret_sealed BLOB NOT NULL,        -- what the app shares with the portal, under the data key
    proposed_at INTEGER NOT NULL,
    confirmed_at INTEGER,               -- NULL: proposed only
    last_step INTEGER NOT NULL DEFAULT 0, -- only grows; the latest 30 seconds whose code was used
    tries INTEGER NOT NULL DEFAULT 0,   -- codes tried since one was right
    blocked_until INTEGER               -- no code is looked at before; NULL: not blocked
) STRICT;
CREATE INDEX authenticators_proposed ON authenticators (proposed_at) WHERE confirmed_at IS NULL;

-- Codes that stand in for a lost phone, each good once: it is deleted by its use. 120 random bits.
CREATE TABLE recovery_codes (
    digest BLOB PRIMARY KEY CHECK (length(digest) = 32), -- immutable; SHA-256
    account INTEGER NOT NULL REFERENCES accounts (id) -- immutable
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_codes_account ON recovery_codes (account);
