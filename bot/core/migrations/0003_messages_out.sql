-- Messages that the bot sends by itself: each a row whose fate anyone can look up; and what people want to get.

CREATE TABLE dispatches (
    -- One occasion to write to people: an announcement, its correction, a reminder, a relayed question.
    dispatch_id INTEGER PRIMARY KEY AUTOINCREMENT,
    purpose TEXT NOT NULL,
    -- What it is about, in the words of its purpose, and which version of that.
    reference TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    -- 1 urgent, 2 prompt (reminders, questions), 3 bulk: a lower lane goes first.
    lane INTEGER NOT NULL CHECK (lane IN (1, 2, 3)),
    -- Who may still get it is asked again when each message goes out: members of this visit, in this group, who have
    -- not switched this topic off; guests only where they asked for news of a public visit. NULL: no such condition.
    visit_id TEXT,
    group_id TEXT,
    topic TEXT CHECK (topic IN ('announcements', 'changes', 'reminders', 'digest')),
    guests INTEGER NOT NULL DEFAULT 0,
    -- Goes out in spite of switched-off topics, quiet hours and mutes.
    urgent INTEGER NOT NULL DEFAULT 0,
    paused INTEGER NOT NULL DEFAULT 0,
    -- Why nothing of it goes out any more, not even what was on its way and came back. NULL: it goes on.
    called_off TEXT,
    not_before INTEGER NOT NULL,
    expires_at INTEGER,
    created_at INTEGER NOT NULL,
    -- When the last of its deliveries came to an end; uncertain ones may still be settled by a person.
    finished_at INTEGER,
    UNIQUE (purpose, reference, revision)
) STRICT;
CREATE INDEX dispatches_open ON dispatches (lane, dispatch_id) WHERE finished_at IS NULL;

CREATE TABLE payloads (
    -- A call to Telegram without its recipient, rendered once for everybody who gets it.
    payload_id INTEGER PRIMARY KEY AUTOINCREMENT,
    method TEXT NOT NULL,
    parameters TEXT NOT NULL,
    -- Which parameter takes the message that the delivery before it sent, if any.
    target TEXT CHECK (target IN ('message_id', 'message_ids', 'reply_parameters')),
    -- How many messages it is for Telegram: an album counts as many.
    messages INTEGER NOT NULL DEFAULT 1 CHECK (messages > 0)
) STRICT;

CREATE TABLE deliveries (
    delivery_id INTEGER PRIMARY KEY AUTOINCREMENT,
    dispatch_id INTEGER NOT NULL REFERENCES dispatches (dispatch_id),
    -- A chat's id; NULL once the person is forgotten.
    recipient INTEGER,
    payload_id INTEGER NOT NULL REFERENCES payloads (payload_id),
    -- waiting: for the outcome of the delivery that it follows.
    state TEXT NOT NULL CHECK (
        state IN ('waiting', 'queued', 'sending', 'sent', 'rejected', 'uncertain', 'expired', 'cancelled')
    ),
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- The ids of the messages in the recipient's chat, with commas: an album is several.
    message_ids TEXT,
    reason TEXT,
    changed_at INTEGER NOT NULL,
    follows INTEGER REFERENCES deliveries (delivery_id),
    UNIQUE (dispatch_id, recipient)
) STRICT;
CREATE INDEX deliveries_by_state ON deliveries (dispatch_id, state, not_before);
CREATE INDEX deliveries_under_way ON deliveries (delivery_id) WHERE state = 'sending';
CREATE INDEX deliveries_following ON deliveries (follows) WHERE follows IS NOT NULL;
CREATE INDEX deliveries_uncertain ON deliveries (changed_at) WHERE state = 'uncertain';
CREATE INDEX deliveries_by_recipient ON deliveries (recipient) WHERE recipient IS NOT NULL;

CREATE INDEX updates_set_aside ON updates (arrival) WHERE state = 'quarantined';

CREATE TABLE panels (
    -- A message that shows how something stands and is edited when that changes.
    panel_id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    -- NULL until Telegram has taken the message.
    message_id INTEGER,
    -- Stale while `wanted` is above `shown`.
    wanted INTEGER NOT NULL DEFAULT 1,
    shown INTEGER NOT NULL DEFAULT 1,
    edited_at INTEGER NOT NULL,
    UNIQUE (chat_id, message_id)
) STRICT;
CREATE INDEX panels_by_reference ON panels (reference);
CREATE INDEX panels_stale ON panels (edited_at) WHERE wanted > shown;
CREATE INDEX panels_by_user ON panels (user_id);

ALTER TABLE replies ADD COLUMN panel_id INTEGER;

CREATE TABLE prompts (
    -- A question that the bot asked somebody in private: what they write next is the answer.
    user_id INTEGER PRIMARY KEY REFERENCES users (user_id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    asked_at INTEGER NOT NULL
) STRICT;

CREATE TABLE subscriptions (
    -- What somebody chose to get of a visit; who chose nothing has no row and gets what the columns say by default.
    user_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    visit_id TEXT NOT NULL,
    announcements INTEGER NOT NULL DEFAULT 1,
    changes TEXT NOT NULL DEFAULT 'mine' CHECK (changes IN ('all', 'mine', 'off')),
    -- How many minutes ahead; NULL is off.
    reminder_minutes INTEGER DEFAULT 30 CHECK (reminder_minutes BETWEEN 0 AND 120),
    digest INTEGER NOT NULL DEFAULT 1,
    -- For guests: the announcements of a public visit that are for everybody.
    news INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, visit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX subscriptions_to_news ON subscriptions (visit_id, user_id) WHERE news = 1;

CREATE TABLE quiet_hours (
    -- When somebody does not want to be disturbed: local times (HH:MM) in their own zone, and a mute until a moment.
    user_id INTEGER PRIMARY KEY REFERENCES users (user_id) ON DELETE CASCADE,
    begins TEXT,
    ends TEXT,
    muted_until INTEGER,
    CHECK ((begins IS NULL) = (ends IS NULL))
) STRICT;

CREATE TABLE agenda (
    -- What somebody decided about an event: starred, muted, or to be reminded of at another time than usual.
    user_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    visit_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    starred INTEGER NOT NULL DEFAULT 0,
    muted INTEGER NOT NULL DEFAULT 0,
    reminder_minutes INTEGER CHECK (reminder_minutes BETWEEN 0 AND 120),
    PRIMARY KEY (user_id, visit_id, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX agenda_by_event ON agenda (visit_id, event_id);
