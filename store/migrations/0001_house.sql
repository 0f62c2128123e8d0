-- Columns: `_at` an instant (seconds since 1970, UTC), `_on` a calendar day (ISO 8601), units last.
-- A yes/no that happened is a nullable time. docs/GLOSSARY.md explains every table.

-- People ---------------------------------------------------------------------------------------------------------

CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    language TEXT,                     -- null: the configured one
    quiet_hours TEXT,                  -- null: the configured ones; '' none; else '22:00-07:30'
    event_leads TEXT,                  -- null: the configured ones; '' none; else seconds, '259200 86400'
    deadline_leads TEXT,
    joined_at REAL NOT NULL,
    welcomed_at REAL,                  -- the first role was chosen and the first look at what is coming was shown
    stopped_at REAL                    -- said stop: nothing is sent until they start again
);

CREATE TABLE member_roles (
    member_id INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    role TEXT NOT NULL,
    since_at REAL NOT NULL,
    PRIMARY KEY (member_id, role)
) WITHOUT ROWID;
CREATE INDEX member_roles_by_role ON member_roles (role, member_id);

CREATE TABLE subscriptions (
    member_id INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    topic TEXT NOT NULL,
    chosen_at REAL NOT NULL,
    muted_at REAL,                     -- unsubscribed from a topic that a role brings
    PRIMARY KEY (member_id, topic)
) WITHOUT ROWID;

CREATE TABLE role_topics (             -- what the configuration says a role subscribes to; rewritten at every start
    role TEXT NOT NULL,
    topic TEXT NOT NULL,
    PRIMARY KEY (role, topic)
) WITHOUT ROWID;

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    opened_at REAL NOT NULL,
    closed_at REAL,                    -- the channel said this address no longer works
    closed_why TEXT,
    UNIQUE (channel, address)
);
CREATE INDEX accounts_by_member ON accounts (member_id);

CREATE TABLE invites (
    code TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    uses_max INTEGER NOT NULL,
    uses INTEGER NOT NULL DEFAULT 0,
    made_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    made_by INTEGER REFERENCES members ON DELETE SET NULL
) WITHOUT ROWID;

CREATE TABLE history (                 -- append-only: who did what to whom
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    actor_id INTEGER,                  -- null: the service itself or the command line
    what TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT ''
);

-- What came in ---------------------------------------------------------------------------------------------------

CREATE TABLE inbox (                   -- incoming, raw, before anything else happens with it
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    key TEXT NOT NULL,                 -- the platform's identity of it
    raw TEXT NOT NULL,
    received_at REAL NOT NULL,
    done_at REAL,
    failed_at REAL,                    -- quarantined: it could not be understood or broke us twice
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    UNIQUE (channel, key)
);
CREATE INDEX inbox_open ON inbox (id) WHERE done_at IS NULL AND failed_at IS NULL;

CREATE TABLE cursors (                 -- how far a channel has read
    channel TEXT PRIMARY KEY,
    position TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE dialogs (                 -- a question that takes more than one message, and numbered choices
    account_id INTEGER PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    name TEXT NOT NULL DEFAULT '',     -- '' none open
    data TEXT NOT NULL DEFAULT '{}',
    choices TEXT NOT NULL DEFAULT '[]',
    expires_at REAL NOT NULL
);

CREATE TABLE feeds (                   -- the state of each configured feed; what it is stands in config.yaml
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    body_hash TEXT NOT NULL DEFAULT '',
    next_poll_at REAL NOT NULL DEFAULT 0,
    baseline_at REAL,                  -- null until the first successful poll, which is quiet unless catch_up
    succeeded_at REAL,
    changed_at REAL,
    error TEXT,
    errors INTEGER NOT NULL DEFAULT 0, -- in a row
    paused_at REAL,
    removed_at REAL                    -- no longer in the configuration
);

CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feeds,
    content_hash TEXT NOT NULL,
    notice_id INTEGER REFERENCES notices,
    first_seen_at REAL NOT NULL,
    changed_at REAL
);
CREATE INDEX entries_by_feed ON entries (feed_id);

CREATE TABLE entry_keys (              -- every identity under which an entry is known
    feed_id INTEGER NOT NULL REFERENCES feeds,
    key TEXT NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES entries,
    PRIMARY KEY (feed_id, key)
) WITHOUT ROWID;

-- What people should know ----------------------------------------------------------------------------------------

CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    issuer TEXT,
    doc_number TEXT,
    published_on TEXT,
    link TEXT,
    contacts TEXT NOT NULL DEFAULT '[]',
    unsure TEXT NOT NULL DEFAULT '[]',
    audience TEXT NOT NULL,            -- the rule: {"roles": [...], "topics": [...]}
    origin TEXT NOT NULL CHECK (origin IN ('feed', 'organiser')),
    feed_id INTEGER REFERENCES feeds,
    author_id INTEGER REFERENCES members ON DELETE SET NULL,
    asks_ack INTEGER NOT NULL DEFAULT 0,
    published_at REAL NOT NULL,
    changed_at REAL,
    withdrawn_at REAL
);
CREATE INDEX notices_latest ON notices (published_at DESC) WHERE withdrawn_at IS NULL;

CREATE TABLE key_dates (
    id INTEGER PRIMARY KEY,
    notice_id INTEGER NOT NULL REFERENCES notices ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('event', 'deadline')),
    name TEXT NOT NULL,
    starts_at REAL,
    ends_at REAL,
    over_at REAL NOT NULL,             -- after this moment it is of no use to remind
    all_day INTEGER NOT NULL,
    place TEXT,
    materials TEXT NOT NULL DEFAULT '{}',
    evidence TEXT NOT NULL DEFAULT '',
    confidence REAL NOT NULL DEFAULT 1,
    withdrawn_at REAL
);
CREATE INDEX key_dates_by_notice ON key_dates (notice_id);
CREATE INDEX key_dates_ahead ON key_dates (over_at) WHERE withdrawn_at IS NULL;

CREATE TABLE reminders (               -- one planned send about one key date
    id INTEGER PRIMARY KEY,
    key_date_id INTEGER NOT NULL REFERENCES key_dates ON DELETE CASCADE,
    member_id INTEGER REFERENCES members ON DELETE CASCADE,   -- null: for the notice's audience
    lead_secs INTEGER NOT NULL,
    fire_at REAL NOT NULL,
    fired_at REAL,
    outcome TEXT                       -- said | past | withdrawn
);
CREATE INDEX reminders_due ON reminders (fire_at) WHERE fired_at IS NULL;
CREATE INDEX reminders_by_key_date ON reminders (key_date_id);
CREATE UNIQUE INDEX reminders_once ON reminders (key_date_id, coalesce(member_id, 0), lead_secs) WHERE fired_at IS NULL;

CREATE TABLE dones (                   -- a member said this deadline is met: no more reminders of it
    member_id INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    key_date_id INTEGER NOT NULL REFERENCES key_dates ON DELETE CASCADE,
    done_at REAL NOT NULL,
    PRIMARY KEY (member_id, key_date_id)
) WITHOUT ROWID;

CREATE TABLE acknowledgements (        -- a member said they read the notice
    notice_id INTEGER NOT NULL REFERENCES notices ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    acknowledged_at REAL NOT NULL,
    PRIMARY KEY (notice_id, member_id)
) WITHOUT ROWID;

-- What we say ----------------------------------------------------------------------------------------------------

CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('said', 'notice', 'change', 'reminder', 'withdrawal')),
    lane INTEGER NOT NULL,
    notice_id INTEGER REFERENCES notices,
    content TEXT NOT NULL DEFAULT '',  -- said: the bubble; change: what changed; others are written when sent
    created_at REAL NOT NULL,
    expires_at REAL,
    audience TEXT,                     -- the rule being fanned out; null for a message to one account
    fanned_out_to INTEGER,             -- last member id turned into deliveries; null: complete
    withdrawn_at REAL
);
CREATE INDEX messages_fanning_out ON messages (id) WHERE fanned_out_to IS NOT NULL;
CREATE INDEX messages_by_notice ON messages (notice_id) WHERE notice_id IS NOT NULL;

CREATE TABLE message_key_dates (       -- what a reminder is about
    message_id INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
    key_date_id INTEGER NOT NULL REFERENCES key_dates ON DELETE CASCADE,
    member_id INTEGER NOT NULL DEFAULT 0,   -- who asked to be reminded of it; 0: for the notice's audience
    leads TEXT,                        -- for the audience: the lead times it is due at, seconds: [86400]
    by_default INTEGER NOT NULL DEFAULT 1,  -- one of them is a configured lead time, for members without their own
    PRIMARY KEY (message_id, key_date_id, member_id)
) WITHOUT ROWID;
CREATE INDEX message_key_dates_by_key_date ON message_key_dates (key_date_id);

CREATE TABLE deliveries (              -- one message to one account
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages,
    account_id INTEGER NOT NULL REFERENCES accounts,
    channel TEXT NOT NULL,
    lane INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('queued', 'sending', 'sent', 'failed', 'expired', 'cancelled', 'unknown')),
    due_at REAL NOT NULL,              -- queued: not before; sending: when the lease runs out
    fence INTEGER NOT NULL DEFAULT 0,  -- counts the claims; an answer to an older claim changes nothing
    attempts INTEGER NOT NULL DEFAULT 0,
    doubts INTEGER NOT NULL DEFAULT 0, -- how often we do not know whether it arrived
    edits TEXT,                        -- the provider id of the message to replace
    provider_id TEXT,
    sent_at REAL,
    error TEXT,
    why TEXT NOT NULL DEFAULT '',      -- why this account is in the audience
    UNIQUE (message_id, account_id)    -- the idempotency key of the whole system
);
CREATE INDEX deliveries_due ON deliveries (channel, lane, due_at, message_id) WHERE state = 'queued';
CREATE INDEX deliveries_sending ON deliveries (due_at) WHERE state = 'sending';
CREATE INDEX deliveries_by_account ON deliveries (account_id, id);

CREATE TABLE chat_lines (              -- the web chat's transcript
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,       -- moves on with every change, so that a reader catches up by it
    delivery_id INTEGER UNIQUE,        -- null: the person's own words
    written_by INTEGER,                -- the delivery that wrote or last edited it
    at REAL NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX chat_lines_by_seq ON chat_lines (address, seq);
CREATE INDEX chat_lines_by_id ON chat_lines (address, id);
