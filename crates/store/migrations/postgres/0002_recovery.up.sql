-- Proofs may be for the recovery of an account. An expanding step: a program of version 1 never
-- looks at a proof for a purpose that it does not know.
ALTER TABLE proofs DROP CONSTRAINT proofs_purpose;
-- immutable; 1 register, 2 enable, 3 recover
ALTER TABLE proofs ADD CONSTRAINT proofs_purpose CHECK (purpose BETWEEN 1 AND 3);
-- A new password voids the other recoveries of its GSTIN.
CREATE INDEX proofs_gstin ON proofs (gstin);
