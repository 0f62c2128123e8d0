-- Documents that belong to a notice, and why one of them could not be read.

ALTER TABLE notices ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';
