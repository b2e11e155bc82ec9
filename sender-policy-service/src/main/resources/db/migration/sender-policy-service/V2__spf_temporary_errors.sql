-- Senders whose domain's DNS did not answer (SPF-3): the blind index of client network and path, and how often since when.
create table spf_temporary_error (
    sender   bytea primary key,
    tries    integer not null,
    first_at timestamptz not null
);
create index spf_temporary_error_first_at on spf_temporary_error (first_at);
