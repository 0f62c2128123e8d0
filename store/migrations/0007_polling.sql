-- How feeds are polled: their habits, their troubles, where they moved, and what stood in them last time.

ALTER TABLE feeds ADD COLUMN failing_at REAL;                    -- since when, without a success in between
ALTER TABLE feeds ADD COLUMN told_at REAL;                       -- the admins know that it fails
ALTER TABLE feeds ADD COLUMN arrivals REAL NOT NULL DEFAULT 0;   -- new entries lately; each counts half after a week
ALTER TABLE feeds ADD COLUMN arrivals_at REAL;                   -- as of when
ALTER TABLE feeds ADD COLUMN wait_secs REAL NOT NULL DEFAULT 0;  -- how long the feed says that it stays as it is
ALTER TABLE feeds ADD COLUMN by_link_at REAL;                    -- its guids are made up: title and link tell entries apart
ALTER TABLE feeds ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';  -- where it says that it lives from now on
ALTER TABLE feeds ADD COLUMN moved_at REAL;                      -- since when it says so
ALTER TABLE feeds ADD COLUMN adopted_at REAL;                    -- and since when we ask there
CREATE INDEX feeds_due ON feeds (next_poll_at) WHERE removed_at IS NULL AND paused_at IS NULL;

ALTER TABLE entries ADD COLUMN gone_at REAL;                     -- it no longer stands in its feed
CREATE INDEX entries_gone ON entries (gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX entry_keys_by_entry ON entry_keys (entry_id);

CREATE TABLE sightings (               -- what stood in a feed's document when it was last read
    feed_id INTEGER PRIMARY KEY REFERENCES feeds,
    items TEXT NOT NULL                -- {hash of the item: [keys of its entry]}
);
