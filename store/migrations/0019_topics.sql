-- A forum's topic that was closed may be opened again.

ALTER TABLE accounts ADD COLUMN goes_back_to TEXT;  -- of a group: the closed topic that it posts to once that is open
