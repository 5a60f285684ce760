-- Back to an empty database. Loses everything; for tests and for giving up a fresh installation.
DROP TABLE feedback;
DROP TABLE messages;
DROP TABLE api_tokens;
DROP TABLE api_clients;
DROP TABLE taxpayers;
DROP TABLE code_sends;
DROP TABLE proofs;
DROP TABLE sessions;
DROP TABLE accounts;
DROP TABLE cancellations;
DROP TABLE invoices;
DROP TABLE signing_contexts;
DROP TABLE ack_series;
DROP TABLE mohar_schema;
