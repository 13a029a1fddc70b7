-- Who belongs to a visit, how they come in, and the audit of what organisers do.

CREATE TABLE members (
    visit_id TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('member', 'editor', 'admin')),
    -- As Telegram showed it when the person joined: organisers must be able to tell whom they see in the list.
    name TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (visit_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user_id);
CREATE INDEX members_with_rights ON members (user_id) WHERE role <> 'member';
CREATE INDEX members_by_name ON members (visit_id, name, user_id);

CREATE TABLE member_groups (
    visit_id TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    group_id TEXT NOT NULL,
    PRIMARY KEY (visit_id, user_id, group_id),
    FOREIGN KEY (visit_id, user_id) REFERENCES members (visit_id, user_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX member_groups_by_group ON member_groups (visit_id, group_id, user_id);

CREATE TABLE removals (
    -- Who was removed, lost rights or was taken out of a group, and may not get back by a link made before that. A keyed
    -- fingerprint instead of a number, which outlives /forget_me; the row goes when the last such link is closed.
    visit_id TEXT NOT NULL,
    -- Empty where every link into the visit is barred.
    group_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    removed_at INTEGER NOT NULL,
    PRIMARY KEY (visit_id, group_id, fingerprint)
) STRICT, WITHOUT ROWID;

CREATE TABLE invites (
    invite_id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- SHA-256 of the token, in hexadecimal digits; the token itself is only in the link.
    token_hash TEXT NOT NULL UNIQUE,
    visit_id TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('member', 'editor', 'admin')),
    group_id TEXT,
    uses INTEGER NOT NULL CHECK (uses > 0),
    uses_left INTEGER NOT NULL CHECK (uses_left BETWEEN 0 AND uses),
    expires_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX invites_by_visit ON invites (visit_id, invite_id);
CREATE INDEX invites_by_maker ON invites (created_by, visit_id) WHERE created_by IS NOT NULL;

CREATE TABLE invite_tries (
    -- Failed tries to use an invite in the last hour, under a keyed fingerprint: /forget_me does not reset them.
    fingerprint TEXT NOT NULL,
    tried_at INTEGER NOT NULL
) STRICT;
CREATE INDEX invite_tries_by_person ON invite_tries (fingerprint, tried_at);
CREATE INDEX invite_tries_by_age ON invite_tries (tried_at);

CREATE TABLE personal_menus (
    -- Whose private chat has a command menu of its own, and a digest of it.
    user_id INTEGER PRIMARY KEY REFERENCES users (user_id) ON DELETE CASCADE,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    -- What organisers did and what was refused; each row is chained to the one before by its hash.
    entry_id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    -- People are random references; audit_people links them to numbers until the person is forgotten.
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    visit_id TEXT,
    subject TEXT,
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    after TEXT CHECK (after IS NULL OR json_valid(after)),
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_visit ON audit (visit_id, entry_id);
CREATE INDEX audit_by_actor ON audit (actor);
CREATE INDEX audit_by_subject ON audit (subject);
CREATE INDEX audit_refusals ON audit (actor, subject, visit_id, at) WHERE action = 'refused';
CREATE INDEX audit_refusals_by_age ON audit (visit_id, at) WHERE action = 'refused';

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_is_never_erased BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TABLE audit_people (
    reference TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL UNIQUE
) STRICT;
