-- The authenticator of an account (MFA-1); not in use before it was confirmed with a code.
CREATE TABLE second_factors (
    account_id   uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    secret       bytea NOT NULL,
    made_at      timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_step    bigint NOT NULL,
    failures     int NOT NULL,
    locks        int NOT NULL,
    locked_until timestamptz
);

-- One row for each recovery code that was not used yet (MFA-3).
CREATE TABLE recovery_codes (
    account_id uuid NOT NULL REFERENCES second_factors ON DELETE CASCADE,
    digest     bytea NOT NULL,
    PRIMARY KEY (account_id, digest)
);
