package org.letterlock.senderpolicy.spf;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How often a sender was sent away because its domain's DNS did not answer: three times in a day, then it is treated as one
 * without a policy (SPF-3). Counted for all replicas, by network and sender, whose addresses are not stored. Safe for use by any
 * thread.
 */
final class TemporaryErrors {
    private static final int TRIES = 3;
    private static final Duration PERIOD = Duration.ofHours(24);
    private static final int IPV4_NETWORK = 24;
    private static final int IPV6_NETWORK = 64;

    private final JdbcClient jdbc;
    private final Sealer sealer;
    private final InstantSource clock;

    TemporaryErrors(JdbcClient jdbc, Sealer sealer, InstantSource clock) {
        this.jdbc = jdbc;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** Counts one more; whether there have been enough before. */
    boolean isPatienceOver(IpAddress client, ReversePath sender) {
        Instant now = clock.instant();
        int prefix = client.family() == IpAddress.Family.IPV4 ? IPV4_NETWORK : IPV6_NETWORK;
        int tries = jdbc.sql("""
                        insert into spf_temporary_error as known (sender, tries, first_at) values (:sender, 1, :now)
                        on conflict (sender) do update set
                            tries = case when known.first_at < :since then 1 else known.tries + 1 end,
                            first_at = case when known.first_at < :since then :now else known.first_at end
                        returning tries""")
                .param(
                        "sender",
                        sealer.token(
                                ClassKey.CONFIG, "spf", client.first(prefix).format(), sender.format()))
                .param("now", Timestamp.from(now))
                .param("since", Timestamp.from(now.minus(PERIOD)))
                .query(Integer.class)
                .single();
        return tries > TRIES;
    }

    /** Forgets what counts no more. */
    void prune() {
        jdbc.sql("delete from spf_temporary_error where first_at < :since")
                .param("since", Timestamp.from(clock.instant().minus(PERIOD)))
                .update();
    }
}
