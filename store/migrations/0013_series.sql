-- Dates of a series are known for some time ahead, and more of them as time goes on.

ALTER TABLE key_dates ADD COLUMN instance TEXT NOT NULL DEFAULT '';  -- which occurrence it is, wherever it was moved to
ALTER TABLE notices ADD COLUMN known_until REAL;                     -- how far ahead its dates go; null: they are all
ALTER TABLE feeds ADD COLUMN reread_at REAL;                         -- when its document says more, changed or not
