-- What a channel with groups, files and menus needs to remember.

ALTER TABLE members ADD COLUMN kind TEXT NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'group'));
ALTER TABLE members ADD COLUMN quiet_mode TEXT CHECK (quiet_mode IN ('silent'));  -- null: deferred
ALTER TABLE members ADD COLUMN commands TEXT CHECK (commands IN ('everyone'));    -- of a group; null: its admins
ALTER TABLE members ADD COLUMN keeper_id INTEGER REFERENCES members ON DELETE SET NULL;  -- who looks after a group

ALTER TABLE accounts ADD COLUMN menu TEXT NOT NULL DEFAULT '';  -- the list of commands that the channel offers there
ALTER TABLE accounts ADD COLUMN untold TEXT;                    -- of a group: what its keeper does not know yet

CREATE INDEX members_groups ON members (id) WHERE kind = 'group';
CREATE INDEX accounts_untold ON accounts (id) WHERE untold IS NOT NULL;

CREATE TABLE uploads (                 -- files a channel has already, by what they hold
    channel TEXT NOT NULL,
    digest TEXT NOT NULL,              -- SHA-256 of name, type and content
    file_id TEXT NOT NULL,             -- what the channel calls it
    uploaded_at REAL NOT NULL,
    PRIMARY KEY (channel, digest)
) WITHOUT ROWID;
