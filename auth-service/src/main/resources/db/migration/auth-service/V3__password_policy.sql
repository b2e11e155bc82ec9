-- What a domain wants of passwords (PWD-1 to PWD-9); a domain without a row has the defaults. Passwords expire while
-- expiry_since is set, and the clock of older ones starts then.
CREATE TABLE password_policies (
    domain_id    uuid PRIMARY KEY REFERENCES domains ON DELETE CASCADE,
    min_length   int NOT NULL,
    complexity   boolean NOT NULL,
    min_classes  int NOT NULL,
    history      int NOT NULL,
    max_age_days int NOT NULL,
    self_renewal boolean NOT NULL,
    expiry_since timestamptz,
    version      bigint NOT NULL,
    changed_at   timestamptz NOT NULL
);

-- The last passwords of an account, by the version of its credentials; Argon2id values, sealed.
CREATE TABLE former_passwords (
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    version    bigint NOT NULL,
    value      bytea NOT NULL,
    PRIMARY KEY (account_id, version)
);
