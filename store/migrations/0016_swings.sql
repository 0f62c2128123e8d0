-- An entry that says again what it said a while ago may well change back: what people were told stays meanwhile.

ALTER TABLE entries ADD COLUMN earlier TEXT NOT NULL DEFAULT '';  -- hashes of what it said before, the newest first
ALTER TABLE entries ADD COLUMN earlier_at REAL;   -- when it was last seen to say any of that
ALTER TABLE entries ADD COLUMN swings_at REAL;    -- since when it says so again, without a break; null: it does not
