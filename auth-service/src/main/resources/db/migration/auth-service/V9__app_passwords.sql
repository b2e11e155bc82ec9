-- Passwords that the suite made for one program each (APP-1); the password itself is never stored.
CREATE TABLE app_passwords (
    id                uuid PRIMARY KEY,
    account_id        uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    name              bytea NOT NULL,
    digest            bytea NOT NULL UNIQUE,
    services          text[] NOT NULL,
    ip_group          uuid,
    created_at        timestamptz NOT NULL,
    expires_at        timestamptz,
    last_used_at      timestamptz,
    last_used_ip      bytea,
    last_used_service text
);
CREATE INDEX app_passwords_account ON app_passwords (account_id, id);
