-- What became of each message. An expanding step: a message of a program of the version before
-- waits, and is due at once. (Such a program does not say what it is about, so it is given up.)

-- 1 to be sent, 2 sent, 3 given up; 2 and 3 never change again, but for a 3 that was sent after all
ALTER TABLE messages ADD COLUMN state smallint NOT NULL DEFAULT 1
    CONSTRAINT messages_state CHECK (state BETWEEN 1 AND 3);
-- while it waits: from then on anybody may claim it; whoever does moves this on by his lease
ALTER TABLE messages ADD COLUMN due_at bigint NOT NULL DEFAULT 0;
-- how often it was claimed
ALTER TABLE messages ADD COLUMN tries bigint NOT NULL DEFAULT 0;
-- when it was sent or given up; NULL: it waits
ALTER TABLE messages ADD COLUMN settled_at bigint;
-- what the gateway calls it; NULL: it was not sent, or the gateway named nothing
ALTER TABLE messages ADD COLUMN receipt text;
-- why the last try failed, without anybody's name; NULL: none failed, or it was sent
ALTER TABLE messages ADD COLUMN reason text;
-- The queue proper: what was sent is not in it.
CREATE INDEX messages_waiting ON messages (route, due_at, id) WHERE state = 1;
