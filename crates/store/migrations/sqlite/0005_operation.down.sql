-- Back to version 4. Frozen accounts are free again, imported masters and logins under way are lost.
DROP TABLE imported_taxpayers;
DROP TABLE master_imports;
DROP TABLE allowances;
-- Without the distinction those of logins would count as anybody's.
DELETE FROM code_sends WHERE for_login = 1;
ALTER TABLE code_sends DROP COLUMN for_login;
ALTER TABLE proofs RENAME TO proofs_5;
CREATE TABLE proofs (
    token_digest BLOB PRIMARY KEY CHECK (length(token_digest) = 32), -- immutable; SHA-256
    -- immutable; 1 register, 2 enable, 3 recover
    purpose INTEGER NOT NULL CHECK (purpose BETWEEN 1 AND 3),
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
           tries, proved_at, used_at FROM proofs_5 WHERE purpose <= 3;
DROP TABLE proofs_5;
CREATE INDEX proofs_started ON proofs (started_at);
-- A new password voids the other recoveries of its GSTIN.
CREATE INDEX proofs_gstin ON proofs (gstin);
ALTER TABLE accounts DROP COLUMN frozen_reason;
ALTER TABLE accounts DROP COLUMN frozen_at;
DROP TABLE installation;
