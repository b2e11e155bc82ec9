-- Records that a transaction of this service has decided to publish; the value is sealed.
CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic      text        NOT NULL,
    record_key text        NOT NULL,
    value      bytea,
    request_id text,
    created_at timestamptz NOT NULL DEFAULT now()
);
