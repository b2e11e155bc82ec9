-- What is sealed and what stays clear: encryption.md section 1. Names beginning with sealed_ hold ciphertext only.

CREATE TABLE mailbox (
    id                uuid        PRIMARY KEY,
    account_id        uuid        NOT NULL UNIQUE,
    key_version       integer     NOT NULL,
    sealed_key        bytea,      -- the mailbox key under the mail class key; destroyed when the mailbox is shredded (ENC-12)
    last_uid_validity bigint      NOT NULL DEFAULT 0,
    created_at        timestamptz NOT NULL DEFAULT now(),
    orphaned_at       timestamptz, -- since when the directory does not know the account
    shredded_at       timestamptz,
    CHECK ((sealed_key IS NULL) = (shredded_at IS NOT NULL))
);

CREATE TABLE folder (
    id             uuid    PRIMARY KEY,
    mailbox_id     uuid    NOT NULL REFERENCES mailbox,
    name_token     bytea   NOT NULL, -- HMAC of mailbox id and full name (KEY-10)
    sealed_name    bytea   NOT NULL,
    special_use    text,
    subscribed     boolean NOT NULL,
    selectable     boolean NOT NULL,
    uid_validity   bigint  NOT NULL,
    uid_next       bigint  NOT NULL DEFAULT 1,
    highest_modseq bigint  NOT NULL DEFAULT 1,
    expunged_since bigint  NOT NULL DEFAULT 0, -- the table expunged is complete for changes after this MODSEQ
    messages       bigint  NOT NULL DEFAULT 0,
    unseen         bigint  NOT NULL DEFAULT 0,
    deleted        bigint  NOT NULL DEFAULT 0,
    size           bigint  NOT NULL DEFAULT 0,
    UNIQUE (mailbox_id, name_token),
    CHECK (messages >= 0 AND unseen BETWEEN 0 AND messages AND deleted BETWEEN 0 AND messages AND size >= 0)
) WITH (fillfactor = 50); -- every delivery updates a row here; room keeps the update on its page and out of the indexes

CREATE TABLE keyword (
    mailbox_id  uuid     NOT NULL REFERENCES mailbox,
    number      smallint NOT NULL,
    name_token  bytea    NOT NULL,
    sealed_name bytea    NOT NULL,
    PRIMARY KEY (mailbox_id, number),
    UNIQUE (mailbox_id, name_token)
);

CREATE TABLE folder_keyword (
    folder_id uuid     NOT NULL REFERENCES folder ON DELETE CASCADE,
    number    smallint NOT NULL,
    PRIMARY KEY (folder_id, number)
);

-- One row for each stored content, however many messages show it (STORE-7).
CREATE TABLE content (
    object_id       uuid    PRIMARY KEY,
    sealed_prefix   bytea   NOT NULL,
    prefix_size     integer NOT NULL,
    size            bigint  NOT NULL, -- octets in clear, without the prefix
    sealed_metadata bytea   NOT NULL, -- envelope, field names and MIME structure
    ciphertext      bytea,            -- null: in the content store
    stored_size     bigint,           -- octets of ciphertext there
    CHECK ((ciphertext IS NULL) = (stored_size IS NOT NULL))
);
-- Ciphertext does not shrink: no attempt to compress it. The metadata stays in the row, the body does not.
ALTER TABLE content ALTER COLUMN ciphertext SET STORAGE EXTERNAL;
ALTER TABLE content ALTER COLUMN sealed_prefix SET STORAGE MAIN;
ALTER TABLE content ALTER COLUMN sealed_metadata SET STORAGE MAIN;

-- Every change of these rows happens under the lock of the folder's row.
CREATE TABLE message (
    folder_id     uuid        NOT NULL REFERENCES folder,
    uid           bigint      NOT NULL,
    modseq        bigint      NOT NULL,
    flags         smallint    NOT NULL,
    keywords      smallint[],           -- numbers of the mailbox, ascending; null for none
    internal_date timestamptz NOT NULL,
    size          bigint      NOT NULL, -- octets of the whole message as IMAP shows it
    object_id     uuid        NOT NULL REFERENCES content,
    sealed_key    bytea       NOT NULL, -- the object key under the mailbox key (KEY-12)
    sealed_trace  bytea       NOT NULL, -- the fields added at final delivery, under the mailbox key
    PRIMARY KEY (folder_id, uid)
) WITH (fillfactor = 90);
CREATE INDEX message_modseq ON message (folder_id, modseq);
CREATE INDEX message_object ON message (object_id);
CREATE INDEX message_unseen ON message (folder_id, uid) WHERE flags & 1 = 0;

CREATE TABLE expunged (
    folder_id uuid   NOT NULL REFERENCES folder ON DELETE CASCADE,
    modseq    bigint NOT NULL,
    first_uid bigint NOT NULL,
    last_uid  bigint NOT NULL,
    PRIMARY KEY (folder_id, modseq, first_uid)
);

-- Contents that lost a message; looked at again once BKP-1 allows to remove them.
CREATE TABLE garbage (
    object_id uuid        PRIMARY KEY,
    since     timestamptz NOT NULL
);
CREATE INDEX garbage_since ON garbage (since);

-- Makes the delivery of a record that comes twice happen once (SYS-3). Kept longer than the topic keeps its records.
CREATE TABLE delivered (
    queue_id     uuid        NOT NULL,
    account_id   uuid        NOT NULL,
    delivered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (queue_id, account_id)
);
CREATE INDEX delivered_at ON delivered USING brin (delivered_at);

-- Accepted mail whose account the directory does not know: kept in sight, never dropped (FLOW-3).
CREATE TABLE held (
    queue_id        uuid        NOT NULL,
    account_id      uuid        NOT NULL,
    object_id       uuid        NOT NULL REFERENCES content,
    size            bigint      NOT NULL,
    accepted_at     timestamptz NOT NULL,
    sealed_key      bytea       NOT NULL, -- the object key under the key of the mailbox that holds such mail
    sealed_trace    bytea       NOT NULL, -- the fields for final delivery, which tell sender and recipient
    held_at         timestamptz NOT NULL,
    PRIMARY KEY (queue_id, account_id)
);
CREATE INDEX held_account ON held (account_id);
CREATE INDEX held_object ON held (object_id);
