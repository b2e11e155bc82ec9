-- Failed logins, shared by all replicas (GUESS-13). Clients and names are found by blind index; what is shown of them is sealed.

-- The newest failures of a client within the window (GUESS-1); three arrays of the same length.
CREATE TABLE failing_clients (
    client       bytea PRIMARY KEY,
    failed_at    timestamptz[] NOT NULL,
    services     text[] NOT NULL,
    names        text[] NOT NULL,
    last_failure timestamptz NOT NULL
);
CREATE INDEX failing_clients_age ON failing_clients (last_failure);

-- Failures in a row of a name, whether or not somebody has it (GUESS-8, GUESS-11).
CREATE TABLE failing_names (
    name         bytea PRIMARY KEY,
    domain       bytea NOT NULL,
    failures     int NOT NULL,
    last_failure timestamptz NOT NULL,
    locked_until timestamptz
);
CREATE INDEX failing_names_domain ON failing_names (domain);
CREATE INDEX failing_names_age ON failing_names (last_failure);

-- A row stays for a day after its end, to count the repeats.
CREATE TABLE address_blocks (
    client  bytea PRIMARY KEY,
    id      uuid NOT NULL UNIQUE,
    address bytea NOT NULL,
    reason  text NOT NULL,
    since   timestamptz NOT NULL,
    until   timestamptz NOT NULL,
    services text[] NOT NULL,
    names   int NOT NULL,
    repeats int NOT NULL,
    note    bytea NOT NULL,
    active  boolean NOT NULL
);
CREATE INDEX address_blocks_end ON address_blocks (active, until);
