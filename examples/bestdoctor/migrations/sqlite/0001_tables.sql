-- Times are RFC 3339 text in UTC, uuids are 16 bytes: what sqlx makes of chrono's and uuid's types.
CREATE TABLE clients (
    client_id TEXT PRIMARY KEY,
    title     TEXT NOT NULL,
    site      TEXT
);

CREATE TABLE programs (
    program_id INTEGER PRIMARY KEY AUTOINCREMENT,
    title      TEXT NOT NULL,
    about      TEXT,
    starts_on  DATE NOT NULL,
    ends_on    DATE
);

CREATE TABLE slots (
    slot_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    program_id  INTEGER NOT NULL REFERENCES programs,
    number      TEXT NOT NULL UNIQUE,
    valid_until DATE
);

CREATE TABLE patients (
    patient_id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid       BLOB NOT NULL UNIQUE,
    client_id  TEXT REFERENCES clients,
    public     BOOLEAN NOT NULL DEFAULT FALSE,
    name       TEXT NOT NULL,
    surname    TEXT NOT NULL,
    patronymic TEXT,
    gender     TEXT,
    born       DATE,
    phone      TEXT UNIQUE,
    email      TEXT,
    program_id INTEGER REFERENCES programs,
    slot_id    INTEGER REFERENCES slots,
    search     TEXT NOT NULL, -- names, phone and email in lower case, which SQLite cannot do for Cyrillic
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE people (
    person_id  INTEGER PRIMARY KEY AUTOINCREMENT,
    login      TEXT NOT NULL UNIQUE,
    password   TEXT NOT NULL, -- argon2id, as a PHC string
    role       TEXT NOT NULL,
    client_id  TEXT REFERENCES clients,
    patient_id INTEGER REFERENCES patients ON DELETE SET NULL
);

CREATE TABLE tokens (
    digest    BLOB PRIMARY KEY, -- SHA-256 of the token
    person_id INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
    app       TEXT NOT NULL
);

CREATE TABLE clinics (
    clinic_id INTEGER PRIMARY KEY,
    title     TEXT NOT NULL
);

CREATE TABLE visits (
    visit_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER REFERENCES patients ON DELETE CASCADE,
    clinic_id  INTEGER NOT NULL REFERENCES clinics,
    timeslot   TIMESTAMP NOT NULL,
    reason     TEXT,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (clinic_id, timeslot)
);

CREATE TABLE categories (
    id     INTEGER PRIMARY KEY,
    parent INTEGER REFERENCES categories,
    text   TEXT NOT NULL,
    public BOOLEAN NOT NULL
);

CREATE TABLE results (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL
);

CREATE TABLE appeals (
    appeal_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid        BLOB NOT NULL UNIQUE,
    patient_id  INTEGER REFERENCES patients ON DELETE CASCADE,
    text        TEXT NOT NULL,
    category_id INTEGER NOT NULL REFERENCES categories,
    priority    TEXT NOT NULL,
    labels      TEXT NOT NULL, -- a JSON list
    callback_at TIMESTAMP,
    result_id   INTEGER REFERENCES results,
    comment     TEXT,
    resolved_at TIMESTAMP,
    search      TEXT NOT NULL,
    created_at  TIMESTAMP NOT NULL
);

CREATE TABLE messages (
    uuid       BLOB PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
    text       TEXT NOT NULL,
    author     TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    read_at    TIMESTAMP
);
CREATE INDEX messages_of_person ON messages (person_id, created_at, uuid);

CREATE TABLE jobs (
    job_id      BLOB PRIMARY KEY,
    person_id   INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
    status      TEXT NOT NULL,
    created_at  TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    line_count  BIGINT,
    csv         TEXT
);
