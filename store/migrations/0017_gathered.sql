-- Whom a notice was for when a roundup gathered it: they need not be told again when another feed brings it.

ALTER TABLE roundup_notices ADD COLUMN audience TEXT NOT NULL DEFAULT '{"roles": [], "topics": []}';
UPDATE roundup_notices SET audience = (SELECT audience FROM notices WHERE id = notice_id);
