-- From where a token may be used; null for everywhere (TOK-1).
ALTER TABLE tokens ADD COLUMN ip_group uuid;
