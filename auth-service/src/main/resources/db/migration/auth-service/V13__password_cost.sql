-- What the current password costs to compute, so that a name that nobody has can look like one of those in use (AUTH-3, AUTH-7).
-- Null stands for the cost that every password had before it could be set.
ALTER TABLE credentials ADD COLUMN cost text;
