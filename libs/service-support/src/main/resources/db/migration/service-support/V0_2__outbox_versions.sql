-- The change of the configuration that a record belongs to.
ALTER TABLE outbox ADD COLUMN config_version bigint;
