-- Back to version 3. What became of messages is forgotten; no program of that version sends any.
DROP INDEX messages_waiting;
ALTER TABLE messages DROP COLUMN reason;
ALTER TABLE messages DROP COLUMN receipt;
ALTER TABLE messages DROP COLUMN settled_at;
ALTER TABLE messages DROP COLUMN tries;
ALTER TABLE messages DROP COLUMN due_at;
ALTER TABLE messages DROP COLUMN state;
