-- What members want of what feeds bring, and what that kept from them.

CREATE TABLE filters (
    member_id INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    topic TEXT NOT NULL,               -- '' for everything that feeds bring; else for notices about this topic
    expression TEXT NOT NULL,          -- 天文 AND NOT 小学
    chosen_at REAL NOT NULL,
    PRIMARY KEY (member_id, topic)
) WITHOUT ROWID;

CREATE TABLE kept_back (               -- the member's filter kept the notice from them
    notice_id INTEGER NOT NULL REFERENCES notices ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    because TEXT NOT NULL,             -- the part of the filter that decided it
    kept_at REAL NOT NULL,
    PRIMARY KEY (notice_id, member_id)
) WITHOUT ROWID;
CREATE INDEX kept_back_by_member ON kept_back (member_id);

-- What a feed's own filter left out.
ALTER TABLE entries ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN left_out TEXT;  -- the part of the filter that decided it
CREATE INDEX entries_left_out ON entries (id) WHERE left_out IS NOT NULL;
