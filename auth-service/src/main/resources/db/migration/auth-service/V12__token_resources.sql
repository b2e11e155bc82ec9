-- The only resources that a token is good for; null for all (TOK-1).
ALTER TABLE tokens ADD COLUMN resources text[];
