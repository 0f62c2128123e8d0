-- What is asked again and again must not cost more with every year of history.

CREATE INDEX inbox_done ON inbox (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX inbox_failed ON inbox (failed_at) WHERE failed_at IS NOT NULL;
CREATE INDEX history_by_about ON history (about);
CREATE INDEX notices_by_author ON notices (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX key_dates_ending ON key_dates (ends_at) WHERE withdrawn_at IS NULL;

-- Those that were not sent, which are few: sending touches neither of these.
CREATE INDEX deliveries_ended ON deliveries (state) WHERE state IN ('failed', 'expired', 'cancelled', 'unknown');
CREATE INDEX deliveries_doubted ON deliveries (doubts) WHERE doubts > 0;

-- Which values members chose for themselves is asked for every chunk of a broadcast.
CREATE INDEX members_quiet_hours ON members (quiet_hours) WHERE quiet_hours IS NOT NULL;
CREATE INDEX members_event_leads ON members (event_leads) WHERE event_leads IS NOT NULL;
CREATE INDEX members_deadline_leads ON members (deadline_leads) WHERE deadline_leads IS NOT NULL;
