-- What an access policy says is admin-api's to know; here stands which of them accounts have had, and which of those no
-- account may get any more (ACP-7).
CREATE TABLE access_policies (
    id      uuid PRIMARY KEY,
    retired boolean NOT NULL
);

-- Null for the default policy, which allows everything.
ALTER TABLE accounts ADD COLUMN access_policy uuid REFERENCES access_policies;
CREATE INDEX accounts_access_policy ON accounts (access_policy);
