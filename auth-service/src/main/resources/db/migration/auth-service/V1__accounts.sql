-- Names and addresses are readable because mail is routed by them; texts that people write, verifiers and addresses of
-- others are sealed (bytea).

CREATE TABLE domains (
    id                   uuid PRIMARY KEY,
    name                 text NOT NULL UNIQUE,
    is_primary           boolean NOT NULL,
    subaddress_separator text,
    check_spoofed_sender boolean NOT NULL,
    description          bytea NOT NULL,
    version              bigint NOT NULL,
    created_at           timestamptz NOT NULL,
    changed_at           timestamptz NOT NULL
);
CREATE UNIQUE INDEX domains_one_primary ON domains (is_primary) WHERE is_primary;

-- Every name that a domain answers to; position 0 is its own, the others are its aliases.
CREATE TABLE domain_names (
    name      text PRIMARY KEY,
    domain_id uuid NOT NULL REFERENCES domains ON DELETE CASCADE,
    position  int NOT NULL
);
CREATE INDEX domain_names_domain ON domain_names (domain_id);

CREATE TABLE accounts (
    id                   uuid PRIMARY KEY,
    domain_id            uuid REFERENCES domains,
    login                text NOT NULL UNIQUE,
    local_part           text NOT NULL,
    display_name         bytea NOT NULL,
    description          bytea NOT NULL,
    enabled              boolean NOT NULL,
    may_log_in           boolean NOT NULL,
    may_change_password  boolean NOT NULL,
    must_change_password boolean NOT NULL,
    role                 text NOT NULL,
    max_message_size     bigint,
    quota_octets         bigint,
    quota_items          bigint,
    own_domain_only      boolean NOT NULL,
    foreign_sender       boolean NOT NULL,
    built_in             boolean NOT NULL,
    version              bigint NOT NULL,
    created_at           timestamptz NOT NULL,
    changed_at           timestamptz NOT NULL,
    UNIQUE (domain_id, local_part),
    CHECK (built_in = (domain_id IS NULL))
);

-- One row while the account has a password; the version names the password, for caches of verifications.
CREATE TABLE credentials (
    account_id uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    version    bigint NOT NULL,
    verifiers  bytea NOT NULL,
    changed_at timestamptz NOT NULL
);

CREATE TABLE groups (
    id          uuid PRIMARY KEY,
    domain_id   uuid NOT NULL REFERENCES domains,
    name        bytea NOT NULL,
    description bytea NOT NULL,
    role        text,
    version     bigint NOT NULL,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL
);

CREATE TABLE aliases (
    id          uuid PRIMARY KEY,
    domain_id   uuid NOT NULL REFERENCES domains,
    pattern     text NOT NULL,
    description bytea NOT NULL,
    version     bigint NOT NULL,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL
);

-- Whose an address is: one owner each, under whichever of the domain's names.
CREATE TABLE addresses (
    domain_id   uuid NOT NULL REFERENCES domains,
    local_part  text NOT NULL,
    domain_name text NOT NULL REFERENCES domain_names,
    position    int NOT NULL,
    account_id  uuid REFERENCES accounts ON DELETE CASCADE,
    group_id    uuid REFERENCES groups ON DELETE CASCADE,
    alias_id    uuid REFERENCES aliases ON DELETE CASCADE,
    PRIMARY KEY (domain_id, local_part),
    CHECK (num_nonnulls(account_id, group_id, alias_id) = 1)
);
CREATE INDEX addresses_account ON addresses (account_id);
CREATE INDEX addresses_group ON addresses (group_id);
CREATE INDEX addresses_alias ON addresses (alias_id);
CREATE INDEX addresses_domain_name ON addresses (domain_name);

-- Where groups and aliases lead.
CREATE TABLE targets (
    group_id   uuid REFERENCES groups ON DELETE CASCADE,
    alias_id   uuid REFERENCES aliases ON DELETE CASCADE,
    position   int NOT NULL,
    to_account uuid REFERENCES accounts,
    to_group   uuid REFERENCES groups,
    to_address bytea,
    CHECK (num_nonnulls(group_id, alias_id) = 1),
    CHECK (num_nonnulls(to_account, to_group, to_address) = 1)
);
CREATE INDEX targets_group ON targets (group_id, position);
CREATE INDEX targets_alias ON targets (alias_id, position);
CREATE INDEX targets_to_account ON targets (to_account);
CREATE INDEX targets_to_group ON targets (to_group);

-- Sessions of the console and API tokens; the token itself is never stored.
CREATE TABLE tokens (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    kind         text NOT NULL,
    name         bytea NOT NULL,
    digest       bytea NOT NULL UNIQUE,
    role         text NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    last_used_ip bytea
);
CREATE INDEX tokens_account ON tokens (account_id, id);
CREATE INDEX tokens_expiry ON tokens (expires_at);
