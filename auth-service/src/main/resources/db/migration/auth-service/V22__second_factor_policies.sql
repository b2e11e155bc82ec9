-- What a domain wants of second factors (MFA-2); a domain without a row has the defaults.
CREATE TABLE second_factor_policies (
    domain_id             uuid PRIMARY KEY REFERENCES domains ON DELETE CASCADE,
    allowed               boolean NOT NULL,
    forced                boolean NOT NULL,
    administrators_forced boolean NOT NULL,
    remember_browser_days int NOT NULL,
    version               bigint NOT NULL,
    changed_at            timestamptz NOT NULL
);

-- When the second factor was last shown in a session, and whether an API token stands for one that is (ADM-5).
ALTER TABLE tokens ADD COLUMN factor_at timestamptz;
ALTER TABLE tokens ADD COLUMN step_up boolean NOT NULL DEFAULT FALSE;
