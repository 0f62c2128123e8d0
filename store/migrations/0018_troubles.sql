-- Why a feed fails, to be told in anyone's language.

ALTER TABLE feeds ADD COLUMN trouble TEXT NOT NULL DEFAULT '';  -- name of a sentence, and behind a blank what it is about
