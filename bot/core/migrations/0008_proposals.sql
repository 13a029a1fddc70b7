-- Proposals: what editors sent to be published, until they decide.

CREATE TABLE proposals (
    proposal_id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Whoever sent the file, to whom alone it is shown.
    user_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    -- `asked`: the file does not say of which visit it is, and its editor is asked.
    state TEXT NOT NULL CHECK (state IN ('asked', 'open', 'published', 'discarded')),
    file_name TEXT NOT NULL,
    -- As Telegram named the file, to fetch it again once the visit is known.
    file TEXT,
    visit_id TEXT,
    -- The number of the edition that the file was made from; 0 for a visit that is new.
    base INTEGER,
    -- The visit as it is to be; erased when it is decided.
    document TEXT CHECK (document IS NULL OR json_valid(document)),
    -- The number of the edition that it became.
    edition INTEGER,
    created_at INTEGER NOT NULL,
    CHECK ((state = 'asked') = (file IS NOT NULL)),
    CHECK ((state = 'open') = (document IS NOT NULL))
) STRICT;
CREATE INDEX proposals_by_person ON proposals (user_id);
CREATE INDEX proposals_by_age ON proposals (created_at);
