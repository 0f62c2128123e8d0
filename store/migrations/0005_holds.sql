-- A notice with a date in doubt waits here until an organiser has decided; only then does it become a notice.

CREATE TABLE holds (
    id INTEGER PRIMARY KEY,
    notice_id INTEGER REFERENCES notices,   -- what it changes or, once told, became; null: it is new and waits
    entry_id INTEGER NOT NULL REFERENCES entries,
    feed_id INTEGER NOT NULL REFERENCES feeds,
    notice TEXT NOT NULL,                   -- as it was understood, doubts and all
    audience TEXT NOT NULL,
    quiet INTEGER NOT NULL DEFAULT 0,       -- it came with the first, quiet poll: nobody is told, but reminded
    first_at REAL NOT NULL,                 -- the first moment that one of its dates may be
    held_at REAL NOT NULL,
    asks INTEGER NOT NULL DEFAULT 0,        -- how often organisers were asked, urgent words apart
    asked_at REAL,
    urgent_at REAL,                         -- they were told that it cannot wait
    passed_at REAL,                         -- they were told that one of its dates may have passed
    changed_at REAL,                        -- since organisers last saw it; null: they see it as it is
    closed_at REAL,
    closed_by INTEGER REFERENCES members ON DELETE SET NULL,
    outcome TEXT CHECK (outcome IN ('told', 'left out', 'superseded'))
);
CREATE INDEX holds_open ON holds (held_at) WHERE closed_at IS NULL;
CREATE INDEX holds_changed ON holds (changed_at) WHERE changed_at IS NOT NULL;
CREATE INDEX holds_by_entry ON holds (entry_id);

CREATE TABLE doubts (                       -- one date of a held notice, in the order of its text
    id INTEGER PRIMARY KEY,
    hold_id INTEGER NOT NULL REFERENCES holds ON DELETE CASCADE,
    mark TEXT NOT NULL,                     -- tells the same doubt in another version of the text
    decided_at REAL,
    decided_by INTEGER REFERENCES members ON DELETE SET NULL,
    answer TEXT                             -- the key date it is, or JSON null: none
);
CREATE INDEX doubts_by_hold ON doubts (hold_id);
CREATE INDEX doubts_by_mark ON doubts (mark);

CREATE TABLE asks (                         -- which delivery asked which account about which hold
    delivery_id INTEGER NOT NULL REFERENCES deliveries,
    hold_id INTEGER NOT NULL REFERENCES holds ON DELETE CASCADE,
    PRIMARY KEY (delivery_id, hold_id)
) WITHOUT ROWID;
CREATE INDEX asks_by_hold ON asks (hold_id);
