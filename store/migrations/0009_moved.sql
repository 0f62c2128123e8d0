-- What a reminder was about stays known when the date moves: who heard of a notice is told that it is withdrawn.

ALTER TABLE message_key_dates ADD COLUMN moved_at REAL;  -- the date moved after the reminder: it is no longer about it
