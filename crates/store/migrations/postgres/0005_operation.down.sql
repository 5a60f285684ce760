-- Back to version 4. Frozen accounts are free again, imported masters and logins under way are lost.
DROP TABLE imported_taxpayers;
DROP TABLE master_imports;
DROP TABLE allowances;
-- Without the distinction those of logins would count as anybody's.
DELETE FROM code_sends WHERE for_login = 1;
ALTER TABLE code_sends DROP COLUMN for_login;
DELETE FROM proofs WHERE purpose > 3;
ALTER TABLE proofs DROP CONSTRAINT proofs_purpose;
ALTER TABLE proofs ADD CONSTRAINT proofs_purpose CHECK (purpose BETWEEN 1 AND 3);
ALTER TABLE accounts DROP COLUMN frozen_reason;
ALTER TABLE accounts DROP COLUMN frozen_at;
DROP TABLE installation;
