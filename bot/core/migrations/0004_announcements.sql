-- Announcements: drafts that admins work on together, what became of them, and who confirmed having read them.

CREATE TABLE announcements (
    announcement_id INTEGER PRIMARY KEY AUTOINCREMENT,
    visit_id TEXT NOT NULL,
    -- NULL once the author is forgotten.
    author INTEGER REFERENCES users (user_id) ON DELETE SET NULL,
    -- A confirmed one has a dispatch `announcement:<id>`, whose deliveries say how far it has come.
    state TEXT NOT NULL CHECK (state IN ('draft', 'confirmed', 'discarded')),
    -- Counts the changes: a press on a panel that shows an older one changes nothing.
    revision INTEGER NOT NULL DEFAULT 1,
    -- Counts the wordings that went out: 1 as it was sent, more with each correction.
    edition INTEGER NOT NULL DEFAULT 1,
    audience TEXT NOT NULL CHECK (json_valid(audience)),
    -- What is sent beside the text: file ids as Telegram gave them, or a place; NULL for text alone.
    media TEXT CHECK (media IS NULL OR json_valid(media)),
    -- The message it was made from, so that editing that changes the draft.
    source_chat INTEGER REFERENCES users (user_id) ON DELETE SET NULL,
    source_message INTEGER,
    -- Which variant its words became; NULL where it had none.
    source_language TEXT CHECK (source_language IN ('ru', 'en', 'zh')),
    needs_confirmation INTEGER NOT NULL DEFAULT 0,
    urgent INTEGER NOT NULL DEFAULT 0,
    silent INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0,
    send_at INTEGER,
    expires_at INTEGER,
    created_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    corrected_at INTEGER,
    recalled_at INTEGER
) STRICT;
CREATE INDEX announcements_by_visit ON announcements (visit_id, announcement_id);
CREATE INDEX announcements_by_source ON announcements (source_chat, source_message) WHERE state = 'draft';

CREATE TABLE announcement_texts (
    announcement_id INTEGER NOT NULL REFERENCES announcements (announcement_id) ON DELETE CASCADE,
    language TEXT NOT NULL CHECK (language IN ('ru', 'en', 'zh')),
    text TEXT NOT NULL,
    entities TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(entities)),
    PRIMARY KEY (announcement_id, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE confirmations (
    announcement_id INTEGER NOT NULL REFERENCES announcements (announcement_id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    confirmed_at INTEGER NOT NULL,
    PRIMARY KEY (announcement_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX confirmations_by_user ON confirmations (user_id);

CREATE TABLE announcement_sources (
    -- What people who may announce sent in the last day, to make drafts of: a message, or an album in parts.
    chat_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    -- Telegram's number of an album, which comes without an end mark; `m` and the number of any other message.
    source TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    -- NULL for text alone.
    media TEXT CHECK (media IS NULL OR json_valid(media)),
    text TEXT NOT NULL,
    entities TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(entities)),
    -- Whether it came with the command, and is to be announced without being asked.
    asked INTEGER NOT NULL DEFAULT 0,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, source, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_sources_by_age ON announcement_sources (received_at);

CREATE TABLE announcement_payloads (
    -- What was made for readers of a language, so that whatever follows a copy is in the language of the copy.
    payload_id INTEGER PRIMARY KEY REFERENCES payloads (payload_id),
    announcement_id INTEGER NOT NULL REFERENCES announcements (announcement_id) ON DELETE CASCADE,
    edition INTEGER NOT NULL,
    -- The message itself, or the text that follows it.
    part TEXT NOT NULL CHECK (part IN ('first', 'following')),
    language TEXT NOT NULL CHECK (language IN ('ru', 'en', 'zh')),
    -- Sent as it is; or an edit of a copy, which shows to those who have confirmed that they have.
    form TEXT NOT NULL CHECK (form IN ('sent', 'edit', 'edit confirmed'))
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_payloads_by_announcement ON announcement_payloads (announcement_id);

CREATE TABLE pending_corrections (
    -- New texts that an admin has written and not yet had sent.
    user_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    announcement_id INTEGER NOT NULL REFERENCES announcements (announcement_id) ON DELETE CASCADE,
    language TEXT NOT NULL CHECK (language IN ('ru', 'en', 'zh')),
    text TEXT NOT NULL,
    entities TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(entities)),
    PRIMARY KEY (user_id, announcement_id, language)
) STRICT, WITHOUT ROWID;
