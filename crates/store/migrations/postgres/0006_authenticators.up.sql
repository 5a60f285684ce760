-- Authenticator apps: a second step of logging in on the pages that an account's owner has chosen.
-- An expanding step. A program of the version before does not ask for an app's code, and leaves an
-- authenticator in place when a forgotten password is replaced.

-- One row an account. Without `confirmed_at` it is a proposal, and nothing is in force.
CREATE TABLE authenticators (
    account bigint PRIMARY KEY REFERENCES accounts (id), -- immutable
    secret_sealed bytea NOT NULL,       -- what the app shares with the portal, under the data key
    proposed_at bigint NOT NULL,
    confirmed_at bigint,                -- NULL: proposed only
    last_step bigint NOT NULL DEFAULT 0, -- only grows; the latest 30 seconds whose code was used
    tries bigint NOT NULL DEFAULT 0,    -- codes tried since one was right
    blocked_until bigint                -- no code is looked at before; NULL: not blocked
);
CREATE INDEX authenticators_proposed ON authenticators (proposed_at) WHERE confirmed_at IS NULL;

-- Codes that stand in for a lost phone, each good once: it is deleted by its use. 120 random bits.
CREATE TABLE recovery_codes (
    digest bytea PRIMARY KEY CHECK (length(digest) = 32), -- immutable; SHA-256
    account bigint NOT NULL REFERENCES accounts (id) -- immutable
);
CREATE INDEX recovery_codes_account ON recovery_codes (account);
