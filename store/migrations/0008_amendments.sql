-- A later notice moves or calls off dates of an earlier one.

CREATE TABLE amendments (
    id INTEGER PRIMARY KEY,
    notice_id INTEGER NOT NULL REFERENCES notices ON DELETE CASCADE,      -- the earlier notice
    by_notice_id INTEGER NOT NULL REFERENCES notices ON DELETE CASCADE,
    moves TEXT NOT NULL,               -- [{"old": key date, "new": key date or null}, ...]
    reason TEXT NOT NULL,              -- the sentence that says so
    amended_at REAL NOT NULL
);
CREATE INDEX amendments_by_notice ON amendments (notice_id);
CREATE INDEX amendments_by_author ON amendments (by_notice_id);

ALTER TABLE messages ADD COLUMN amendment_id INTEGER REFERENCES amendments;  -- change: what brought it about
ALTER TABLE notices ADD COLUMN changes TEXT NOT NULL DEFAULT '[]';           -- what it says of dates told before
