-- Named sets of addresses (IPG-1). The document is sealed; the token finds a name without storing it readable.
create table ip_group (
    id         uuid primary key,
    name_token bytea not null unique,
    version    bigint not null,
    document   bytea not null
);

-- Which group refers to which: in groups and by services.
create table ip_group_use (
    ip_group uuid not null references ip_group (id),
    used_by  text not null,
    primary key (ip_group, used_by)
);

-- What an administrator may change of a service (SVC-2); the services themselves are fixed.
create table service_policy (
    id       text primary key,
    version  bigint not null,
    document bytea not null
);
