-- Permissions to send as another account (DELEG-1).
create table delegation (
    id            uuid primary key,
    principal     uuid not null,
    delegate_kind text not null check (delegate_kind in ('account', 'group')),
    delegate      uuid not null,
    mode          text not null check (mode in ('ON_BEHALF', 'SEND_AS')),
    ends_at       timestamptz,
    granted_at    timestamptz not null,
    version       bigint not null default 1,
    unique (principal, delegate_kind, delegate)
);
create index delegation_delegate on delegation (delegate);

-- The server's anti-spoofing settings, one sealed document.
create table sender_policy (
    only_row boolean primary key default true check (only_row),
    version  bigint not null,
    document bytea not null
);
