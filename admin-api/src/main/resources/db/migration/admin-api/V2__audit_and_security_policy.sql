-- Documents of which there is one each, such as the security policy. Sealed.
create table setting (
    name     text primary key,
    version  bigint not null,
    document bytea not null
);

-- Counts the changes of the configuration (CFG-2).
create table config_version (
    only_one boolean primary key default true check (only_one),
    version  bigint not null
);
insert into config_version (version) values (0);

-- The last entry of the audit log; whoever writes the next one holds this row, so there is one writer and no gap (AUD-4).
create table audit_head (
    only_one boolean primary key default true check (only_one),
    seq      bigint not null,
    hash     bytea not null
);
insert into audit_head (seq, hash) values (0, sha256('letterlock audit'));

-- Entries are sealed with their salt; the hash reveals nothing (AUD-3). A source has one entry, however often it is told.
create table audit (
    seq    bigint primary key,
    at     timestamptz not null,
    source text unique,
    entry  bytea not null,
    hash   bytea not null
);
