-- Notices of changes: from which edition to compare, how far a round has come, and what each person was last told.

CREATE TABLE notice_due (
    -- A visit of which something was published that people have not been told yet.
    visit_id TEXT PRIMARY KEY,
    -- The edition that was last told: what holds when it is due is compared with this one.
    told_edition INTEGER NOT NULL REFERENCES editions (edition_id),
    -- Events that were changed without notices since: in which edition each is as nobody is to be told of, by event.
    known TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(known)),
    -- When the first of these editions was published, and when no further one is waited for.
    begun_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    -- What changes starts soon: no long waiting for further editions.
    soon INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX notice_due_by_edition ON notice_due (told_edition);

CREATE TABLE notice_rounds (
    -- The telling of a visit's changes, as far as it has come: everybody up to this person has their notice.
    round_id INTEGER PRIMARY KEY AUTOINCREMENT,
    visit_id TEXT NOT NULL UNIQUE,
    told_edition INTEGER NOT NULL REFERENCES editions (edition_id),
    known TEXT NOT NULL CHECK (json_valid(known)),
    -- What holds and is told.
    edition_id INTEGER NOT NULL REFERENCES editions (edition_id),
    begun_at INTEGER NOT NULL,
    after_user INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE notice_payloads (
    -- What a notice is about: of each event in which edition its reader knew it.
    payload_id INTEGER PRIMARY KEY REFERENCES payloads (payload_id) ON DELETE CASCADE,
    changes TEXT NOT NULL CHECK (json_valid(changes))
) STRICT;

CREATE TABLE notice_last (
    -- The last notice to somebody; whether they were told is what became of that delivery.
    visit_id TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    delivery_id INTEGER REFERENCES deliveries (delivery_id),
    -- Of which events they know another edition than everybody else, beside those in that notice.
    behind TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(behind)),
    PRIMARY KEY (visit_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_last_by_person ON notice_last (user_id);
CREATE INDEX notice_last_by_delivery ON notice_last (delivery_id);

CREATE INDEX subscriptions_to_all_changes ON subscriptions (visit_id, user_id) WHERE changes = 'all';
