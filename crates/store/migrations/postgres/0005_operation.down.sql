-- Back to version 4. Frozen accounts are free again, imported masters and logins under way are lost.
DROP TABLE imported_taxpayers;
DROP TABLE master_imports;
DROP TABLE allowances;
DELETE FROM proofs WHERE purpose > 3;
ALTER TABLE proofs DROP CONSTRAINT proofs_purpose;
ALTER TABLE proofs ADD CONSTRAINT proofs_purpose CHECK (purpose BETWEEN 1 AND 3);
ALTER TABLE accounts DROP COLUMN frozen_reason;
ALTER TABLE accounts DROP COLUMN frozen_at;
DROP TABLE installation;
