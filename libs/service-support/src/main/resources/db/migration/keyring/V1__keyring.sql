CREATE TABLE installation (
    only_one   boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    id         uuid        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Each slot is one way to the root key (KEY-3).
CREATE TABLE key_slots (
    id           uuid PRIMARY KEY,
    kind         text        NOT NULL CHECK (kind IN ('instance', 'password', 'recovery', 'auto-unlock')),
    root_version integer     NOT NULL,
    wrapped_root bytea       NOT NULL,
    parameters   bytea,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX one_instance_slot ON key_slots (kind) WHERE kind IN ('instance', 'password');

CREATE TABLE class_keys (
    name         text        NOT NULL,
    version      integer     NOT NULL,
    root_version integer     NOT NULL,
    wrapped_key  bytea       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, version)
);

-- The public half is sealed too, so that nobody who can write here can put one of his own in its place.
CREATE TABLE key_pairs (
    name                text        NOT NULL,
    version             integer     NOT NULL,
    root_version        integer     NOT NULL,
    wrapped_public_key  bytea       NOT NULL,
    wrapped_private_key bytea       NOT NULL,
    created_at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, version)
);
