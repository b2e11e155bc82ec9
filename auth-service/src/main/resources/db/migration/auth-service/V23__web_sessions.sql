-- Sessions of browsers come as a cookie, are of one client and may be renewed under another id (SESS-4, SESS-5); what was
-- renewed goes with what took its place.
ALTER TABLE tokens ADD COLUMN client text NOT NULL DEFAULT 'SCRIPT';
ALTER TABLE tokens ADD COLUMN started_from bytea;
ALTER TABLE tokens ADD COLUMN superseded_by uuid REFERENCES tokens ON DELETE CASCADE;
CREATE INDEX tokens_superseded ON tokens (superseded_by);

-- Browsers that are not asked for the second factor again for a while (MFA-2); the cookie itself is never stored.
CREATE TABLE remembered_browsers (
    digest     bytea PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES second_factors ON DELETE CASCADE,
    since      timestamptz NOT NULL
);
CREATE INDEX remembered_browsers_account ON remembered_browsers (account_id, since);
