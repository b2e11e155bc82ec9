-- Counts the changes of the configuration, of all services together (CFG-2). Whoever takes the next number holds the row until
-- the change commits, so the order of the numbers is that of the commits.
CREATE TABLE counter (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    version  bigint NOT NULL
);
INSERT INTO counter (version) VALUES (0);

-- What each of the newest changes has published; a change that nobody keeps a copy of has no topics.
CREATE TABLE changes (
    version   bigint      PRIMARY KEY,
    component text        NOT NULL,
    topics    text[]      NOT NULL,
    at        timestamptz NOT NULL DEFAULT now()
);
