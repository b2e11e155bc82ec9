-- Sealed contents. An object without a size is still being written.
CREATE TABLE objects (
    id          uuid PRIMARY KEY,
    size        bigint,
    created_at  timestamptz NOT NULL DEFAULT now(),
    released_at timestamptz
);
CREATE INDEX objects_created_at ON objects (created_at);

-- All chunks of an object but the last have 256 KiB.
CREATE TABLE chunks (
    object_id uuid    NOT NULL REFERENCES objects ON DELETE CASCADE,
    number    integer NOT NULL,
    octets    bytea   NOT NULL,
    PRIMARY KEY (object_id, number)
);
-- Ciphertext does not compress, and uncompressed values can be read in part.
ALTER TABLE chunks ALTER COLUMN octets SET STORAGE EXTERNAL;

CREATE TABLE holders (
    object_id uuid NOT NULL REFERENCES objects,
    holder    text NOT NULL,
    PRIMARY KEY (object_id, holder)
);
