-- Reminders and the morning digest: what is planned, how far it was carried out, and whose choices changed since.

CREATE TABLE rounds (
    -- An occasion to write to people by the clock: a moment at which events start, or the morning of a day.
    visit_id TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('reminder', 'digest')),
    -- The start in UTC (2025-09-24T03:30:00), or the day (2025-09-24).
    subject TEXT NOT NULL,
    -- Nobody gets anything of it before the one, nor after the other.
    opens_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    -- Everybody whose time had come by then has their delivery. NULL: nobody was looked at yet.
    looked_at INTEGER,
    -- Whatever was due by then a restored backup may have sent in its first life.
    forgotten_at INTEGER,
    -- It is over, and what of it expired was told.
    closed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (visit_id, purpose, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX rounds_open ON rounds (opens_at) WHERE NOT closed;
CREATE INDEX rounds_looked_at ON rounds (looked_at);

CREATE TABLE planned_editions (
    -- Of which edition the rounds of a visit are.
    visit_id TEXT PRIMARY KEY,
    edition_id INTEGER NOT NULL
) STRICT;

CREATE TABLE reminder_payloads (
    -- Of which events a payload reminds, and how many minutes before they start it says that it comes.
    payload_id INTEGER PRIMARY KEY REFERENCES payloads (payload_id) ON DELETE CASCADE,
    edition_id INTEGER NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    starred INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    events TEXT NOT NULL CHECK (json_valid(events))
) STRICT;

-- For the largest number of minutes below another one: which times there are at all to look at.
CREATE INDEX subscriptions_by_reminder ON subscriptions (visit_id, reminder_minutes);
CREATE INDEX agenda_by_reminder ON agenda (visit_id, event_id, reminder_minutes);

CREATE TABLE reminder_changes (
    -- Who is to be looked at again, because what they want or belong to has changed.
    user_id INTEGER PRIMARY KEY REFERENCES users (user_id) ON DELETE CASCADE
) STRICT;

-- Written here and not by every feature that changes a choice: none of them can forget it.
CREATE TRIGGER subscriptions_added AFTER INSERT ON subscriptions
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = NEW.user_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER subscriptions_changed AFTER UPDATE ON subscriptions
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = NEW.user_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER subscriptions_dropped AFTER DELETE ON subscriptions
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = OLD.user_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER agenda_added AFTER INSERT ON agenda
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = NEW.user_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER agenda_changed AFTER UPDATE ON agenda
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = NEW.user_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER agenda_dropped AFTER DELETE ON agenda
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = OLD.user_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER quiet_hours_added AFTER INSERT ON quiet_hours
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = NEW.user_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER quiet_hours_changed AFTER UPDATE ON quiet_hours
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = NEW.user_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER quiet_hours_dropped AFTER DELETE ON quiet_hours
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = OLD.user_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER members_added AFTER INSERT ON members
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = NEW.user_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER members_dropped AFTER DELETE ON members
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = OLD.user_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER member_groups_added AFTER INSERT ON member_groups
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = NEW.user_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER member_groups_dropped AFTER DELETE ON member_groups
BEGIN
    INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = OLD.user_id ON CONFLICT DO NOTHING;
END;
