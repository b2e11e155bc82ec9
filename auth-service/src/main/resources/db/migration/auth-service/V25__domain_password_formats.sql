-- How the next password of a domain's accounts will be stored, of those that do not say it themselves (CRED-2). Nobody has
-- been able to leave it unsaid so far: STRONG, which came by itself, counts as unsaid, and nothing changes with the default of
-- the domains. While it is unsaid, accounts.password_format stays STRONG: it is what the previous release reads, and a SHA that
-- the previous release writes there is an account's own word.
ALTER TABLE domains
    ADD COLUMN password_format text NOT NULL DEFAULT 'STRONG';
ALTER TABLE accounts
    ADD COLUMN takes_domain_format boolean NOT NULL DEFAULT TRUE;
