-- The ground floor: content in editions, people, the inbox with its replies, jobs and files.
-- Moments are milliseconds since 1970 UTC; days and local times are ISO text.

CREATE TABLE notes (
    -- What the bot has to remember about itself: its id, how it last stopped, when it last made a backup.
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE editions (
    edition_id INTEGER PRIMARY KEY,
    visit_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    document TEXT NOT NULL CHECK (json_valid(document)),
    published_at INTEGER NOT NULL,
    author TEXT NOT NULL,
    UNIQUE (visit_id, number)
) STRICT;

CREATE TABLE visits (
    visit_id TEXT PRIMARY KEY,
    current_edition INTEGER NOT NULL REFERENCES editions (edition_id),
    first_published_on TEXT NOT NULL
) STRICT;

CREATE TABLE users (
    user_id INTEGER PRIMARY KEY,
    -- What Telegram says the person's app speaks, and what they chose here.
    telegram_language TEXT,
    language TEXT CHECK (language IN ('ru', 'en', 'zh')),
    zone TEXT,
    visit_id TEXT,
    first_seen_at INTEGER NOT NULL,
    unreachable_since INTEGER
) STRICT;

CREATE TABLE updates (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT,
    update_id INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    user_id INTEGER,
    body TEXT,
    state TEXT NOT NULL CHECK (state IN ('received', 'handled', 'quarantined')),
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT
) STRICT;
CREATE INDEX updates_by_id ON updates (update_id);
CREATE INDEX updates_to_handle ON updates (arrival) WHERE state = 'received';
CREATE INDEX updates_by_user ON updates (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX updates_by_age ON updates (received_at);

CREATE TABLE files (
    file_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE replies (
    -- A call to Telegram owed to somebody; the row is deleted when its outcome is known.
    reply_id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER,
    method TEXT NOT NULL,
    parameters TEXT NOT NULL CHECK (json_valid(parameters)),
    file_id INTEGER REFERENCES files (file_id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX replies_by_chat ON replies (chat_id);
CREATE INDEX replies_by_file ON replies (file_id) WHERE file_id IS NOT NULL;

CREATE TABLE jobs (
    job_id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    user_id INTEGER,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    reason TEXT
) STRICT;
CREATE INDEX jobs_to_do ON jobs (not_before) WHERE state = 'waiting';

-- The current editions as plain tables, for anybody with a sqlite3 shell.

CREATE VIEW current_editions AS
SELECT visits.visit_id, editions.number AS edition, editions.document
FROM visits JOIN editions ON editions.edition_id = visits.current_edition;

CREATE VIEW facts AS
SELECT visit_id, json_extract(value, '$.id') AS fact_id, json_extract(value, '$.topic') AS topic,
       json_extract(value, '$.text.ru') AS ru, json_extract(value, '$.text.en') AS en,
       json_extract(value, '$.text.zh') AS zh, json_extract(value, '$.wording') AS wording,
       json_extract(value, '$.sources') AS sources, json_extract(value, '$.note.en') AS note,
       json_extract(value, '$.context') AS context, json_extract(value, '$.confidence') AS confidence
FROM current_editions, json_each(document, '$.facts');

CREATE VIEW events AS
SELECT visit_id, json_extract(value, '$.id') AS event_id, json_extract(value, '$.day') AS day,
       json_extract(value, '$.last_day') AS last_day, json_extract(value, '$.start') AS "start",
       json_extract(value, '$.end') AS "end",
       coalesce(json_extract(value, '$.zone'), json_extract(document, '$.zone')) AS zone,
       json_extract(value, '$.title.ru') AS ru, json_extract(value, '$.title.en') AS en,
       json_extract(value, '$.title.zh') AS zh, json_extract(value, '$.place') AS place_id,
       json_extract(value, '$.groups') AS groups, json_extract(value, '$.status') AS status,
       json_extract(value, '$.sources') AS sources
FROM current_editions, json_each(document, '$.events');

CREATE VIEW people AS
SELECT visit_id, json_extract(value, '$.id') AS person_id, json_extract(value, '$.names.ru.text') AS ru,
       json_extract(value, '$.names.en.text') AS en, json_extract(value, '$.names.zh.text') AS zh,
       json_extract(value, '$.role.en') AS role, json_extract(value, '$.organisation') AS organisation_id,
       json_extract(value, '$.sources') AS sources
FROM current_editions, json_each(document, '$.people');

CREATE VIEW quotes AS
SELECT visit_id, json_extract(value, '$.id') AS quote_id, json_extract(value, '$.speaker') AS speaker_id,
       json_extract(value, '$.kind') AS kind, json_extract(value, '$.language') AS language,
       json_extract(value, '$.words') AS words, json_extract(value, '$.sources') AS sources
FROM current_editions, json_each(document, '$.quotes');

CREATE VIEW sources AS
SELECT visit_id, json_extract(value, '$.id') AS source_id, json_extract(value, '$.publisher.en') AS publisher,
       json_extract(value, '$.url') AS url, json_extract(value, '$.published_on') AS published_on,
       json_extract(value, '$.seen_on') AS seen_on, json_extract(value, '$.language') AS language,
       json_extract(value, '$.confidence') AS confidence
FROM current_editions, json_each(document, '$.sources');

CREATE VIEW organisations AS
SELECT visit_id, json_extract(value, '$.id') AS organisation_id, json_extract(value, '$.kind') AS kind,
       json_extract(value, '$.names.ru.text') AS ru, json_extract(value, '$.names.en.text') AS en,
       json_extract(value, '$.names.zh.text') AS zh, json_extract(value, '$.sources') AS sources
FROM current_editions, json_each(document, '$.organisations');
