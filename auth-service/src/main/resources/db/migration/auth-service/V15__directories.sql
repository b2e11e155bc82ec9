-- Where the accounts of a domain log in, if not here (DIR-1). Settings and password are sealed; versions are moments in
-- microseconds, so that settings made after a deletion have a higher one than those before.
CREATE TABLE directories (
    domain_id                uuid PRIMARY KEY REFERENCES domains ON DELETE CASCADE,
    settings                 bytea NOT NULL,
    bind_password            bytea NOT NULL,
    bind_password_changed_at timestamptz NOT NULL,
    sync_minutes             int NOT NULL,
    version                  bigint NOT NULL,
    created_at               timestamptz NOT NULL,
    changed_at               timestamptz NOT NULL
);

-- Runs of the sync, newest kept. to_disable are the accounts that a run would have disabled that stopped; what is told of
-- entries is sealed.
CREATE TABLE directory_syncs (
    id         uuid PRIMARY KEY,
    domain_id  uuid NOT NULL REFERENCES domains ON DELETE CASCADE,
    cause      text NOT NULL,
    state      text NOT NULL,
    actor      text,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    found      int NOT NULL DEFAULT 0,
    created    int NOT NULL DEFAULT 0,
    updated    int NOT NULL DEFAULT 0,
    enabled    int NOT NULL DEFAULT 0,
    disabled   int NOT NULL DEFAULT 0,
    skipped    int NOT NULL DEFAULT 0,
    reason     text,
    to_disable uuid[] NOT NULL DEFAULT '{}',
    problems   bytea
);
CREATE INDEX directory_syncs_domain ON directory_syncs (domain_id, started_at);

-- A mapped account has its password in the directory of its domain (DIR-2); directory_key is the blind index of the entry's
-- id, null until a sync has seen it; directory_vanished stands while a sync has it disabled.
ALTER TABLE accounts
    ADD COLUMN mapped             boolean NOT NULL DEFAULT FALSE,
    ADD COLUMN directory_key      bytea,
    ADD COLUMN directory_vanished boolean NOT NULL DEFAULT FALSE,
    ADD CHECK (NOT (mapped AND built_in));
CREATE UNIQUE INDEX accounts_directory_key ON accounts (domain_id, directory_key);
