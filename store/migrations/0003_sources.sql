-- The same notice issued again by several feeds is one notice with several sources.

CREATE TABLE sources (                 -- the feeds that brought a notice
    notice_id INTEGER NOT NULL REFERENCES notices ON DELETE CASCADE,
    feed_id INTEGER NOT NULL REFERENCES feeds,
    link TEXT,
    found_at REAL NOT NULL,
    PRIMARY KEY (notice_id, feed_id)
) WITHOUT ROWID;
INSERT INTO sources SELECT id, feed_id, link, published_at FROM notices WHERE feed_id IS NOT NULL;

CREATE TABLE notice_keys (             -- what a notice is recognised by: its document number, its issuer and words
    key TEXT NOT NULL,
    notice_id INTEGER NOT NULL REFERENCES notices ON DELETE CASCADE,
    PRIMARY KEY (key, notice_id)
) WITHOUT ROWID;
CREATE INDEX notice_keys_by_notice ON notice_keys (notice_id);

ALTER TABLE notices ADD COLUMN reissues_id INTEGER REFERENCES notices;  -- it holds only what it adds to that one
ALTER TABLE messages ADD COLUMN feed_id INTEGER REFERENCES feeds;       -- notice: the further feed that brought it
