-- Where a known source is, sealed, so that rules about addresses can be judged by it (VAL-2); null until its next login.
ALTER TABLE known_sources ADD COLUMN address bytea;

-- Whom a refused change would have locked out, for as long as it can be accepted (VAL-2).
CREATE TABLE lock_outs (
    id         uuid PRIMARY KEY,
    expires_at timestamptz NOT NULL,
    affected   bytea NOT NULL
);
CREATE INDEX lock_outs_age ON lock_outs (expires_at);
