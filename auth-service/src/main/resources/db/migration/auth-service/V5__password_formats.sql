-- How the next password of an account will be stored (CRED-2, CRED-4) ...
ALTER TABLE accounts
    ADD COLUMN password_format text NOT NULL DEFAULT 'STRONG',
    ADD COLUMN legacy_secrets  text[] NOT NULL DEFAULT '{}';

-- ... and how the current one is.
ALTER TABLE credentials
    ADD COLUMN format         text NOT NULL DEFAULT 'STRONG',
    ADD COLUMN legacy_secrets text[] NOT NULL DEFAULT '{}';
CREATE INDEX credentials_format ON credentials (format);
