-- Questions to the organisers: the chat that they come to, drafts, what was asked and how it stands.

CREATE TABLE desks (
    -- The chat to which a visit's questions go.
    visit_id TEXT PRIMARY KEY,
    chat_id INTEGER NOT NULL,
    -- As Telegram showed it; NULL for the private chat of an admin.
    title TEXT,
    -- In which language the bot speaks there: that of whoever chose the chat.
    language TEXT NOT NULL CHECK (language IN ('ru', 'en', 'zh')),
    set_at INTEGER NOT NULL,
    -- When the bot was removed from it.
    lost_at INTEGER
) STRICT;
CREATE INDEX desks_by_chat ON desks (chat_id);

CREATE TABLE question_drafts (
    -- What somebody wrote and has not sent: one each, and a press under an older one sends nothing.
    draft_id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL UNIQUE REFERENCES users (user_id) ON DELETE CASCADE,
    visit_id TEXT NOT NULL,
    text TEXT NOT NULL,
    written_at INTEGER NOT NULL
) STRICT;

CREATE TABLE questions (
    -- Its way to the organisers' chat and its answers are dispatches with the reference `question:<id>`.
    question_id INTEGER PRIMARY KEY AUTOINCREMENT,
    visit_id TEXT NOT NULL,
    -- Whoever asked; shown to nobody where there is no name.
    user_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    -- As Telegram showed it then; NULL for a question that was asked anonymously.
    name TEXT,
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'settled')),
    asked_at INTEGER NOT NULL,
    -- When it was last answered or settled; it is erased some days later.
    closed_at INTEGER
) STRICT;
CREATE INDEX questions_by_visit ON questions (visit_id, state, question_id);
CREATE INDEX questions_by_person ON questions (user_id);
CREATE INDEX questions_closed ON questions (closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE questions_lately (
    -- Who asked within the last hour, under a keyed fingerprint: /forget_me does not reset the count.
    fingerprint TEXT NOT NULL,
    asked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX questions_lately_by_person ON questions_lately (fingerprint, asked_at);
CREATE INDEX questions_lately_by_age ON questions_lately (asked_at);
