-- Certificates beside the installation's own (CERT-1). The record is sealed, the private key within it once more under the
-- class key for TLS (CERT-2).
create table certificate (
    id        uuid primary key,
    version   bigint not null,
    preferred boolean not null,
    document  bytea not null
);
create unique index certificate_one_preferred on certificate (preferred) where preferred;

-- Which warnings of an end have been given (CERT-6), by the fingerprint of the certificate: each once.
create table certificate_warning (
    fingerprint text not null,
    days        integer not null,
    at          timestamptz not null,
    primary key (fingerprint, days)
);
