-- What is set for a domain; a domain without a row has the defaults.
create table domain_setting (
    domain          uuid primary key,
    version         bigint not null,
    signing         boolean,          -- null: on as soon as there are keys (DKIM-18)
    forced          boolean not null, -- sign before the records are seen in DNS
    ed25519         boolean not null,
    testing         boolean not null,
    selector_prefix text not null,
    rsa_bits        integer not null,
    lifetime_days   integer not null,
    stop_on_missing boolean not null
);

create table signing_key (
    id               uuid primary key,
    domain           uuid not null,
    key_set          uuid not null,
    selector         text not null,
    algorithm        text not null check (algorithm in ('RSA_SHA256', 'ED25519_SHA256')),
    bits             integer not null,
    state            text not null check (state in ('PENDING_DNS', 'ACTIVE', 'RETIRING', 'RETIRED', 'REVOKED')),
    public_key       bytea not null,
    private_key      bytea,           -- sealed; null once it is destroyed
    record_missing   boolean not null default false,
    created_at       timestamptz not null,
    state_changed_at timestamptz not null,
    next_check_at    timestamptz not null,
    version          bigint not null default 1
);
create index signing_key_domain on signing_key (domain);
create index signing_key_next_check on signing_key (next_check_at) where state in ('PENDING_DNS', 'ACTIVE', 'RETIRING');

-- A selector names one key for ever, also when the key or the domain is gone (DKIM-4).
create table used_selector (
    domain_name text not null,
    selector    text not null,
    primary key (domain_name, selector)
);

-- What was last found in DNS, by key and owner name.
create table record_check (
    key        uuid not null references signing_key (id) on delete cascade,
    owner      text not null,
    state      text not null,
    value      text,
    difference text,
    servers    text not null, -- JSON: state by server
    checked_at timestamptz not null,
    primary key (key, owner)
);
