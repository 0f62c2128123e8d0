-- A later notice that may change one of several earlier ones waits until an organiser has said which.

ALTER TABLE holds ADD COLUMN may_amend TEXT;                          -- [ids of earlier notices]; null: no question
ALTER TABLE holds ADD COLUMN amends_id INTEGER REFERENCES notices;    -- the one it is, once that is decided; null: none
ALTER TABLE holds ADD COLUMN tied_at REAL;                            -- when that was decided
ALTER TABLE holds ADD COLUMN tied_by INTEGER REFERENCES members ON DELETE SET NULL;
