alter table domain_setting
    add column rotate_every_days integer not null default 180, -- 0: never by itself
    add column retire_after_days integer not null default 14,
    add column publish_retired   boolean not null default false;

alter table signing_key
    add column withdrawn   boolean not null default false, -- its record is not needed any more and is to be emptied
    add column reminded_at timestamptz,                    -- when administrators were told that a rotation is near
    add column disclosed   bytea;                          -- the private key in the clear, once it is retired (DKIM-39)

-- A new key set that waits to take the place of the active one; at most one for a domain (DKIM-37).
create table rotation (
    domain        uuid primary key,
    key_set       uuid not null,
    automatic     boolean not null,
    started_at    timestamptz not null,
    switch_at     timestamptz,          -- null as long as the records are not seen everywhere
    alerted       boolean not null default false,
    next_check_at timestamptz not null
);
create index rotation_next_check on rotation (next_check_at);
