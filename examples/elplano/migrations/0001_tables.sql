-- Times are unix microseconds, but for those of tokens, which are seconds. Days are texts such as 2026-01-31. `search` is
-- what a search looks through, in lower case; `…_key` is what must be unique, in lower case.

CREATE TABLE uploads (
    id         TEXT PRIMARY KEY,
    -- Gone with the account: the picture of a lecturer stays.
    user_id    INTEGER REFERENCES users ON DELETE SET NULL,
    kind       TEXT NOT NULL,
    filename   TEXT NOT NULL,
    size       INTEGER NOT NULL,
    mime_type  TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX uploads_of_user ON uploads (user_id);

CREATE TABLE users (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    email           TEXT NOT NULL,
    email_key       TEXT NOT NULL UNIQUE,
    username        TEXT NOT NULL,
    username_key    TEXT NOT NULL UNIQUE,
    password_hash   TEXT NOT NULL,
    admin           BOOLEAN NOT NULL DEFAULT FALSE,
    confirmed_at    INTEGER,
    banned_at       INTEGER,
    locked_at       INTEGER,
    failed_attempts INTEGER NOT NULL DEFAULT 0,
    locale          TEXT,
    settings        TEXT NOT NULL DEFAULT '{}',
    timezone        TEXT NOT NULL DEFAULT 'UTC',
    avatar_id       TEXT REFERENCES uploads ON DELETE SET NULL,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
);
CREATE INDEX users_by_avatar ON users (avatar_id);

-- What a letter lets someone do once: confirm an address, reset a password, unlock an account.
CREATE TABLE user_tokens (
    user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    digest  BLOB NOT NULL UNIQUE,
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, kind)
);

-- The letters that would have been sent.
CREATE TABLE letters (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    recipient TEXT NOT NULL,
    kind      TEXT NOT NULL,
    token     TEXT NOT NULL,
    sent_at   INTEGER NOT NULL
);
CREATE INDEX letters_to ON letters (recipient);

CREATE TABLE user_statuses (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL UNIQUE REFERENCES users ON DELETE CASCADE,
    message    TEXT,
    emoji      TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

-- A login is a family of tokens: to revoke it is to delete it.
CREATE TABLE oauth_families (
    id          TEXT PRIMARY KEY,
    user_id     INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    client      TEXT,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    ip_address  TEXT NOT NULL DEFAULT '',
    browser     TEXT,
    os          TEXT,
    device_name TEXT,
    device_type TEXT,
    search      TEXT NOT NULL DEFAULT ''
);
CREATE INDEX oauth_families_of_user ON oauth_families (user_id);

CREATE TABLE oauth_tokens (
    hash       BLOB PRIMARY KEY,
    family_id  TEXT NOT NULL REFERENCES oauth_families ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    scope      TEXT,
    expires_at INTEGER NOT NULL,
    spent      BOOLEAN NOT NULL
);
CREATE INDEX oauth_tokens_of_family ON oauth_tokens (family_id);
CREATE INDEX oauth_tokens_by_end ON oauth_tokens (expires_at);

CREATE TABLE groups (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    president_id INTEGER NOT NULL UNIQUE REFERENCES students ON DELETE CASCADE,
    number       TEXT NOT NULL,
    title        TEXT,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
);

CREATE TABLE students (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id         INTEGER NOT NULL UNIQUE REFERENCES users ON DELETE CASCADE,
    group_id        INTEGER REFERENCES groups ON DELETE SET NULL,
    full_name       TEXT,
    email           TEXT,
    phone           TEXT,
    birthday        TEXT,
    gender          TEXT,
    about           TEXT,
    social_networks TEXT NOT NULL DEFAULT '[]',
    search          TEXT NOT NULL DEFAULT '',
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
);
CREATE INDEX students_of_group ON students (group_id);

CREATE TABLE courses (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id   INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE,
    title      TEXT NOT NULL,
    title_key  TEXT NOT NULL,
    active     BOOLEAN NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (group_id, title_key)
);

CREATE TABLE lecturers (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id   INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE,
    first_name TEXT NOT NULL,
    last_name  TEXT NOT NULL,
    patronymic TEXT NOT NULL,
    name_key   TEXT NOT NULL,
    email      TEXT,
    phone      TEXT,
    active     BOOLEAN NOT NULL,
    avatar_id  TEXT REFERENCES uploads ON DELETE SET NULL,
    search     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (group_id, name_key)
);
CREATE INDEX lecturers_by_avatar ON lecturers (avatar_id);

CREATE TABLE course_lecturers (
    course_id   INTEGER NOT NULL REFERENCES courses ON DELETE CASCADE,
    lecturer_id INTEGER NOT NULL REFERENCES lecturers ON DELETE CASCADE,
    PRIMARY KEY (course_id, lecturer_id)
);
CREATE INDEX courses_of_lecturer ON course_lecturers (lecturer_id);

CREATE TABLE labels (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id    INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE,
    title       TEXT NOT NULL,
    description TEXT,
    color       TEXT NOT NULL,
    text_color  TEXT NOT NULL,
    search      TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    UNIQUE (group_id, title)
);

CREATE TABLE events (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    creator_id       INTEGER NOT NULL REFERENCES students ON DELETE CASCADE,
    -- Whom it is for: one or the other.
    student_id       INTEGER REFERENCES students ON DELETE CASCADE,
    group_id         INTEGER REFERENCES groups ON DELETE CASCADE,
    course_id        INTEGER REFERENCES courses ON DELETE SET NULL,
    title            TEXT NOT NULL,
    description      TEXT,
    status           TEXT NOT NULL,
    recurrence       TEXT NOT NULL,
    background_color TEXT,
    foreground_color TEXT,
    start_at         INTEGER NOT NULL,
    end_at           INTEGER,
    timezone         TEXT NOT NULL,
    search           TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    CHECK ((student_id IS NULL) <> (group_id IS NULL))
);
CREATE INDEX events_by_creator ON events (creator_id);
CREATE INDEX events_for_student ON events (student_id);
CREATE INDEX events_for_group ON events (group_id);
CREATE INDEX events_of_course ON events (course_id);

CREATE TABLE event_labels (
    event_id INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    label_id INTEGER NOT NULL REFERENCES labels ON DELETE CASCADE,
    PRIMARY KEY (event_id, label_id)
);
CREATE INDEX events_of_label ON event_labels (label_id);

CREATE TABLE tasks (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    author_id   INTEGER NOT NULL REFERENCES students ON DELETE CASCADE,
    event_id    INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    title       TEXT NOT NULL,
    description TEXT,
    extra_links TEXT NOT NULL,
    expired_at  TEXT,
    search      TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
);
CREATE INDEX tasks_by_author ON tasks (author_id);
CREATE INDEX tasks_of_event ON tasks (event_id);

CREATE TABLE assignments (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id      INTEGER NOT NULL REFERENCES tasks ON DELETE CASCADE,
    student_id   INTEGER NOT NULL REFERENCES students ON DELETE CASCADE,
    accomplished BOOLEAN NOT NULL DEFAULT FALSE,
    report       TEXT,
    extra_links  TEXT NOT NULL DEFAULT '[]',
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    UNIQUE (task_id, student_id)
);
CREATE INDEX assignments_of_student ON assignments (student_id);

CREATE TABLE attachments (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    -- What it belongs to: one or the other.
    task_id       INTEGER REFERENCES tasks ON DELETE CASCADE,
    assignment_id INTEGER REFERENCES assignments ON DELETE CASCADE,
    upload_id     TEXT NOT NULL REFERENCES uploads,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    CHECK ((task_id IS NULL) <> (assignment_id IS NULL))
);
CREATE INDEX attachments_of_task ON attachments (task_id);
CREATE INDEX attachments_of_assignment ON attachments (assignment_id);
CREATE INDEX attachments_by_upload ON attachments (upload_id);

CREATE TABLE invites (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id     INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE,
    sender_id    INTEGER NOT NULL REFERENCES students ON DELETE CASCADE,
    recipient_id INTEGER REFERENCES students ON DELETE SET NULL,
    email        TEXT NOT NULL,
    email_key    TEXT NOT NULL,
    token        TEXT UNIQUE,
    sent_at      INTEGER NOT NULL,
    accepted_at  INTEGER,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    UNIQUE (group_id, email_key)
);
CREATE INDEX invites_to ON invites (email_key);

CREATE TABLE announcements (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    message          TEXT NOT NULL,
    background_color TEXT,
    foreground_color TEXT,
    start_at         INTEGER NOT NULL,
    end_at           INTEGER NOT NULL,
    search           TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL
);

CREATE TABLE activity_events (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    author_id   INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    action      TEXT NOT NULL,
    -- The thing may be gone: no reference.
    target_type TEXT NOT NULL,
    target_id   INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
);
CREATE INDEX activity_events_by_author ON activity_events (author_id);

CREATE TABLE audit_events (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    audit_type TEXT NOT NULL,
    details    TEXT NOT NULL,
    search     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX audit_events_of_user ON audit_events (user_id);

CREATE TABLE abuse_reports (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    reporter_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    user_id     INTEGER NOT NULL UNIQUE REFERENCES users ON DELETE CASCADE,
    message     TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
);
CREATE INDEX abuse_reports_by_reporter ON abuse_reports (reporter_id);

CREATE TABLE bug_reports (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    reporter_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    message     TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
);
CREATE INDEX bug_reports_by_reporter ON bug_reports (reporter_id);
