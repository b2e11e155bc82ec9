-- Named rule sets of who may use which service (ACP-1). The document is sealed; the token finds a name without storing it
-- readable. The policy "default" is no row: it is the same everywhere and cannot be changed.
create table access_policy (
    id         uuid primary key,
    name_token bytea not null unique,
    version    bigint not null,
    document   bytea not null
);
