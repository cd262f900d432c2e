-- Times are RFC 3339 text in UTC, uuids are 16 bytes: what sqlx makes of chrono's and uuid's types. Lists are JSON.
CREATE TABLE clients (
    id                    BLOB PRIMARY KEY,
    name                  TEXT NOT NULL,
    name_key              TEXT NOT NULL, -- the name in lower case, which SQLite cannot do beyond ASCII
    owner_id              BLOB REFERENCES users ON DELETE SET NULL,
    state                 TEXT NOT NULL,
    trkrefs               TEXT NOT NULL,
    contract_expiry       DATE,
    accessible_modules    TEXT NOT NULL,
    accessible_dashboards TEXT NOT NULL,
    created_at            TIMESTAMP NOT NULL,
    updated_at            TIMESTAMP NOT NULL,
    deleted_at            TIMESTAMP
);
-- A name is free again once its client is deleted.
CREATE UNIQUE INDEX clients_by_name ON clients (name_key) WHERE deleted_at IS NULL;

CREATE TABLE trkrefs (
    trkref TEXT PRIMARY KEY,
    name   TEXT NOT NULL
);

CREATE TABLE review_tags (
    trkref TEXT NOT NULL REFERENCES trkrefs,
    tag    TEXT NOT NULL,
    PRIMARY KEY (trkref, tag)
);

CREATE TABLE users (
    id          BLOB PRIMARY KEY,
    client_id   BLOB NOT NULL REFERENCES clients,
    email       TEXT NOT NULL,
    email_key   TEXT NOT NULL UNIQUE, -- the address in lower case
    name        TEXT,
    active      BOOLEAN NOT NULL,
    digest_hour INTEGER,
    created_at  TIMESTAMP NOT NULL,
    updated_at  TIMESTAMP NOT NULL
);
CREATE INDEX users_of_client ON users (client_id, email_key);

CREATE TABLE people (
    login TEXT PRIMARY KEY,
    role  TEXT NOT NULL
);
