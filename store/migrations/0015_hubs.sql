-- Sites whose hub tells us of news (WebSub).

CREATE TABLE hubs (                    -- what we asked a feed's hub for
    id INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feeds,
    address TEXT NOT NULL,
    topic TEXT NOT NULL,
    trusted INTEGER NOT NULL,          -- the operator wrote its host: it may be inside
    code TEXT NOT NULL UNIQUE,         -- in the address at which it calls us, which nobody can guess
    secret TEXT NOT NULL,              -- it signs with
    ask_at REAL NOT NULL,              -- when to ask it next
    asks INTEGER NOT NULL DEFAULT 0,   -- without an answer
    lease_until REAL,                  -- it agreed to tell us until then
    left_at REAL                       -- we no longer want it to
);
CREATE INDEX hubs_by_feed ON hubs (feed_id);
CREATE INDEX hubs_due ON hubs (ask_at);

ALTER TABLE feeds ADD COLUMN hub TEXT NOT NULL DEFAULT '';  -- the hub it names, and what to ask it for
ALTER TABLE feeds ADD COLUMN pushed_at REAL;                -- when the hub last told us of news
ALTER TABLE feeds ADD COLUMN pushed_until REAL;             -- it has before, and agreed to until then
