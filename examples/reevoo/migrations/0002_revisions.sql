-- How often a table has changed: what the entity tags of its pages are made of.
CREATE TABLE revisions (
    of       TEXT PRIMARY KEY,
    revision INTEGER NOT NULL
);
INSERT INTO revisions (of, revision) VALUES ('clients', 0), ('users', 0);

CREATE TRIGGER clients_come   AFTER INSERT ON clients BEGIN UPDATE revisions SET revision = revision + 1 WHERE of = 'clients'; END;
CREATE TRIGGER clients_change AFTER UPDATE ON clients BEGIN UPDATE revisions SET revision = revision + 1 WHERE of = 'clients'; END;
CREATE TRIGGER clients_go     AFTER DELETE ON clients BEGIN UPDATE revisions SET revision = revision + 1 WHERE of = 'clients'; END;
CREATE TRIGGER users_come     AFTER INSERT ON users   BEGIN UPDATE revisions SET revision = revision + 1 WHERE of = 'users'; END;
CREATE TRIGGER users_change   AFTER UPDATE ON users   BEGIN UPDATE revisions SET revision = revision + 1 WHERE of = 'users'; END;
CREATE TRIGGER users_go       AFTER DELETE ON users   BEGIN UPDATE revisions SET revision = revision + 1 WHERE of = 'users'; END;
