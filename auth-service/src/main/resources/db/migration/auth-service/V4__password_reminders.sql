-- The last reminder of a password that expires (PWD-7): of which expiry, and how many days before it.
CREATE TABLE password_reminders (
    account_id uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    stage      int NOT NULL
);
