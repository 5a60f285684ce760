-- Back to version 1. Recoveries under way are lost.
DROP INDEX proofs_gstin;
DELETE FROM proofs WHERE purpose > 2;
ALTER TABLE proofs DROP CONSTRAINT proofs_purpose;
ALTER TABLE proofs ADD CONSTRAINT proofs_purpose CHECK (purpose BETWEEN 1 AND 2);
