-- The notices that were accepted as messages, so that none is sent twice.
create table notice (
    id          uuid primary key,
    accepted_at timestamptz not null
);
create index notice_age on notice (accepted_at);
