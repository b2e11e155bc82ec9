package org.letterlock.auth.guessing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.SealedText;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.listing.Listing;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code address_blocks}: one row for each client, for a day longer than the block. */
final class JdbcBlocks {
    private static final Duration REPEAT_MEMORY = Duration.ofDays(1);
    private static final int BATCH = 500;
    private static final String COLUMNS = "id, address, reason, since, until, services, names, repeats, note";
    private static final ListOrder<StoredBlock> ORDER = ListOrder.byId("id", StoredBlock::id)
            .time("since", "since", StoredBlock::since)
            .time("until", "until", StoredBlock::until);
    private static final String PUT = """
            INSERT INTO address_blocks AS b (client, id, address, reason, since, until, services, names, repeats, note, active)
            VALUES (:client, :id, :address, :reason, :since, :until, string_to_array(:services, ','), :names, 0, :note, TRUE)
            ON CONFLICT (client) DO UPDATE SET id = excluded.id, address = excluded.address, reason = excluded.reason,
                since = excluded.since, until = excluded.until, services = excluded.services, names = excluded.names,
                note = excluded.note, active = TRUE,
                repeats = CASE WHEN b.until > CAST(:forgotten AS timestamptz) THEN b.repeats + 1 ELSE 0 END
            WHERE :replaces OR NOT b.active OR b.until <= excluded.since
            RETURNING\s""" + COLUMNS;

    private final JdbcClient jdbc;
    private final SealedText texts;
    private final Sealer sealer;

    JdbcBlocks(JdbcClient jdbc, SealedText texts, Sealer sealer) {
        this.jdbc = jdbc;
        this.texts = texts;
        this.sealer = sealer;
    }

    /**
     * Stores a block; the stored one, with its repeats.
     *
     * @param replaces whether it takes the place of one that goes on; otherwise that one stays and the result is empty
     */
    Optional<StoredBlock> put(StoredBlock block, boolean replaces) {
        return jdbc.sql(PUT)
                .param("client", token(block.client()))
                .param("id", block.id())
                .param("address", texts.seal(block.client().first().format(), "address_blocks.address", block.id()))
                .param("reason", block.reason().name())
                .param("since", Timestamp.from(block.since()))
                .param("until", Timestamp.from(block.until()))
                .param("services", String.join(",", block.services()))
                .param("names", block.names())
                .param("note", texts.seal(block.note(), "address_blocks.note", block.id()))
                .param("forgotten", Timestamp.from(block.since().minus(REPEAT_MEMORY)))
                .param("replaces", replaces)
                .query(this::row)
                .optional();
    }

    /** The blocks that go on; null for any reason. */
    Page<StoredBlock> list(AddressBlock.@Nullable Reason reason, PageRequest page, Instant now) {
        return new Listing<>(jdbc, COLUMNS, "address_blocks", ORDER, this::row)
                .read(
                        page,
                        Filters.NONE.equal("active", true).after("until", now).equal("reason", reason));
    }

    Optional<StoredBlock> find(ClientNetwork client, Instant now) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM address_blocks WHERE client = ? AND active AND until > ?")
                .params(token(client), Timestamp.from(now))
                .query(this::row)
                .optional();
    }

    /** Ends the block of a client; the block, if there was one. */
    Optional<StoredBlock> end(ClientNetwork client, Instant now) {
        return jdbc.sql("UPDATE address_blocks SET active = FALSE, until = least(until, CAST(? AS timestamptz))"
                        + " WHERE client = ? AND active RETURNING " + COLUMNS)
                .params(Timestamp.from(now), token(client))
                .query(this::row)
                .optional();
    }

    /** Ends blocks whose time is over, up to a limit. Several replicas may do so at once. */
    List<StoredBlock> endExpired(Instant now) {
        return jdbc.sql("""
                        UPDATE address_blocks SET active = FALSE WHERE client IN (
                            SELECT client FROM address_blocks WHERE active AND until <= CAST(? AS timestamptz)
                            LIMIT ? FOR UPDATE SKIP LOCKED)
                        RETURNING\s""" + COLUMNS)
                .params(Timestamp.from(now), BATCH)
                .query(this::row)
                .list();
    }

    /** Removes what no count of repeats needs any more. */
    void removeOld(Instant now) {
        jdbc.sql("DELETE FROM address_blocks WHERE NOT active AND until < ?")
                .param(Timestamp.from(now.minus(REPEAT_MEMORY)))
                .update();
    }

    private byte[] token(ClientNetwork client) {
        return sealer.token(ClassKey.SECRETS, "auth", "address_blocks", client.key());
    }

    private StoredBlock row(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String address = texts.open(row.getBytes("address"), "address_blocks.address", id);
        return new StoredBlock(
                id,
                ClientNetwork.parse(address).orElseThrow(),
                AddressBlock.Reason.valueOf(row.getString("reason")),
                row.getTimestamp("since").toInstant(),
                row.getTimestamp("until").toInstant(),
                Set.of((String[]) row.getArray("services").getArray()),
                row.getInt("names"),
                row.getInt("repeats"),
                texts.open(row.getBytes("note"), "address_blocks.note", id));
    }
}
