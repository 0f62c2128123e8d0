-- Feeds that admins add in the chat or on the command line, beside those that stand in config.yaml.

ALTER TABLE feeds ADD COLUMN added_at REAL;           -- null: it stands in config.yaml
ALTER TABLE feeds ADD COLUMN added_by INTEGER REFERENCES members ON DELETE SET NULL;  -- null: on the command line
ALTER TABLE feeds ADD COLUMN terms TEXT NOT NULL DEFAULT '';  -- of an added one: {"kind", "every_secs", "topics", ...}
