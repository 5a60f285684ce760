-- Back to version 1. Recoveries under way are lost.
ALTER TABLE proofs RENAME TO proofs_2;
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
INSERT INTO proofs (token_digest, purpose, gstin, started_at, code_digest, sent_at, expires_at,
                    tries, proved_at, used_at)
    SELECT token_digest, purpose, gstin, started_at, code_digest, sent_at, expires_at,
           tries, proved_at, used_at FROM proofs_2 WHERE purpose <= 2;
DROP TABLE proofs_2;
CREATE INDEX proofs_started ON proofs (started_at);
