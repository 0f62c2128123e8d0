-- Many new notices of one feed at once are told in one message.

CREATE TABLE roundups (
    id INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feeds,
    begun_at REAL NOT NULL,
    told_at REAL                       -- null: still gathering
);
CREATE INDEX roundups_gathering ON roundups (feed_id) WHERE told_at IS NULL;

CREATE TABLE roundup_notices (         -- what it tells of
    roundup_id INTEGER NOT NULL REFERENCES roundups ON DELETE CASCADE,
    notice_id INTEGER NOT NULL REFERENCES notices ON DELETE CASCADE,
    PRIMARY KEY (roundup_id, notice_id)
) WITHOUT ROWID;
CREATE INDEX roundup_notices_by_notice ON roundup_notices (notice_id);

ALTER TABLE messages ADD COLUMN roundup_id INTEGER REFERENCES roundups;  -- notice: it tells of all of these
CREATE INDEX messages_by_roundup ON messages (roundup_id) WHERE roundup_id IS NOT NULL;
