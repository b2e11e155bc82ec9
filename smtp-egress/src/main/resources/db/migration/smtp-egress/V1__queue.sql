-- One row for each message that has remote recipients. When nothing is left to do the row stays, without its content, for as
-- long as the record that it came from may be read again.
create table message (
    queue_id       uuid primary key,
    accepted_at    timestamptz not null,
    details        bytea,
    inline_content bytea,
    finished_at    timestamptz
);
create index message_finished on message (finished_at) where finished_at is not null;

-- One row for each remote recipient; what is personal is sealed, what must be found by value has a token beside it.
create table recipient (
    queue_id        uuid        not null references message on delete cascade,
    number          integer     not null,
    address_token   bytea       not null,
    domain_token    bytea       not null,
    recipient       bytea       not null,
    state           text        not null check (state in ('QUEUED', 'HELD', 'RELAYED', 'FAILED')),
    attempts        integer     not null default 0,
    next_attempt_at timestamptz not null,
    avoid_tls       boolean     not null default false,
    warned          boolean     not null default false,
    last_status     text,
    last_reply      bytea,
    locked_until    timestamptz,
    locked_by       uuid,
    primary key (queue_id, number),
    unique (queue_id, address_token)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);
create index recipient_due on recipient (next_attempt_at) where state = 'QUEUED';
create index recipient_locked on recipient (locked_by) where locked_by is not null;

-- Replicas that are alive; a lease of one that is not is free.
create table replica (
    id      uuid primary key,
    seen_at timestamptz not null
);

-- Settings, each one sealed document.
create table setting (
    name     text primary key,
    version  bigint not null,
    document bytea  not null
);
