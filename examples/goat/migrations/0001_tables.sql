-- Times are unix seconds.
CREATE TABLE accounts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    avatar_url TEXT NOT NULL
);

-- How someone logs in. Others see the identifier, so it is not what lets an anonymous account in: that is the token, of
-- which the digest is kept.
CREATE TABLE identities (
    account_id  INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    auth_method TEXT NOT NULL,
    identifier  TEXT NOT NULL,
    digest      BLOB UNIQUE,
    PRIMARY KEY (auth_method, identifier)
);
CREATE INDEX identities_of_account ON identities (account_id);

CREATE TABLE events (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    status          TEXT NOT NULL,
    start_at        INTEGER NOT NULL,
    finish_at       INTEGER NOT NULL,
    title           TEXT NOT NULL,
    description     TEXT NOT NULL,
    secret          TEXT NOT NULL UNIQUE,
    -- Of an event that was cancelled, or finished by hand: how it was before. A finish by hand has the dates too.
    prior_status    TEXT,
    prior_start_at  INTEGER,
    prior_finish_at INTEGER
);
CREATE INDEX events_by_dates ON events (finish_at, start_at);

CREATE TABLE participants (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id   INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    status     TEXT NOT NULL,
    is_owner   BOOLEAN NOT NULL,
    joined_at  INTEGER NOT NULL,
    UNIQUE (event_id, account_id)
);
CREATE INDEX participants_of_account ON participants (account_id);

CREATE TABLE steps (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id    INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    type        TEXT NOT NULL,
    position    INTEGER NOT NULL,
    title       TEXT NOT NULL,
    description TEXT NOT NULL
);
CREATE INDEX steps_of_event ON steps (event_id);

CREATE TABLE assignees (
    step_id        INTEGER NOT NULL REFERENCES steps ON DELETE CASCADE,
    participant_id INTEGER NOT NULL REFERENCES participants ON DELETE CASCADE,
    resolution     TEXT NOT NULL,
    PRIMARY KEY (step_id, participant_id)
);
CREATE INDEX assignees_of_participant ON assignees (participant_id);

CREATE TABLE places (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id    INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    title       TEXT NOT NULL,
    description TEXT NOT NULL,
    start_at    INTEGER,
    finish_at   INTEGER,
    lng         REAL NOT NULL,
    lat         REAL NOT NULL
);
CREATE INDEX places_of_event ON places (event_id);

CREATE TABLE plan_items (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id    INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    title       TEXT NOT NULL,
    description TEXT NOT NULL,
    start_at    INTEGER,
    finish_at   INTEGER,
    lng         REAL,
    lat         REAL,
    CHECK ((lng IS NULL) = (lat IS NULL))
);
CREATE INDEX plan_items_of_event ON plan_items (event_id);

CREATE TABLE feedbacks (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id       INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    participant_id INTEGER NOT NULL REFERENCES participants ON DELETE CASCADE,
    comment        TEXT NOT NULL,
    rating         INTEGER,
    created_at     INTEGER NOT NULL
);
CREATE INDEX feedbacks_of_event ON feedbacks (event_id);
CREATE INDEX feedbacks_of_participant ON feedbacks (participant_id);

-- Used where sessions are kept beside the data. `data` is JSON.
CREATE TABLE sessions (
    id         TEXT PRIMARY KEY,
    data       TEXT NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (expires_at);
