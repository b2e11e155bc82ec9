-- Where somebody has logged in from within 30 days: strangers' failures do not lock those out (GUESS-10).
CREATE TABLE known_sources (
    name         bytea NOT NULL,
    client       bytea NOT NULL,
    domain       bytea NOT NULL,
    last_success timestamptz NOT NULL,
    failures     int NOT NULL,
    last_failure timestamptz,
    locked_until timestamptz,
    PRIMARY KEY (name, client)
);
CREATE INDEX known_sources_domain ON known_sources (domain);
CREATE INDEX known_sources_age ON known_sources (last_success);

-- From here on, failing_names counts what strangers do: locked_until locks strangers out, locked_for_all_until everybody.
-- within_hour are the newest failures within an hour, oldest first, as many as the ceiling at most.
ALTER TABLE failing_names ADD COLUMN within_hour timestamptz[] NOT NULL DEFAULT '{}';
ALTER TABLE failing_names ADD COLUMN locked_for_all_until timestamptz;
