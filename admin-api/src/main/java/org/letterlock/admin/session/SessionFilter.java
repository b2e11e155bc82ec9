package org.letterlock.admin.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.service.listing.Wildcards;

/**
 * Which sessions a list is about; null for any. Texts take {@code *} and {@code ?} for other characters.
 *
 * @param startedBefore not included, as the others
 */
record SessionFilter(
        @Nullable UUID id,
        @Nullable UUID replica,
        @Nullable String service,
        @Nullable String protocol,
        @Nullable String tlsVersion,
        @Nullable String tlsCipherSuite,
        @Nullable Instant startedAfter,
        @Nullable Instant startedBefore,
        @Nullable Instant activeAfter,
        @Nullable Instant activeBefore,
        @Nullable String peer,
        @Nullable UUID account,
        @Nullable String mechanism,
        @Nullable UUID credential,
        @Nullable String client) {

    boolean fits(LiveSession session) {
        return equal(id, session.id())
                && equal(replica, session.replica())
                && Wildcards.match(service, session.service())
                && Wildcards.match(protocol, session.protocol())
                && Wildcards.match(tlsVersion, text(session.tlsVersion()))
                && Wildcards.match(tlsCipherSuite, text(session.tlsCipherSuite()))
                && between(startedAfter, session.startedAt(), startedBefore)
                && between(activeAfter, session.lastActivity(), activeBefore)
                && Wildcards.match(peer, session.peer())
                && equal(account, session.account().value())
                && Wildcards.match(mechanism, session.mechanism())
                && equal(credential, session.credential())
                && Wildcards.match(client, text(session.client()));
    }

    private static boolean equal(@Nullable UUID wanted, @Nullable UUID value) {
        return wanted == null || wanted.equals(value);
    }

    private static boolean between(@Nullable Instant after, Instant value, @Nullable Instant before) {
        return (after == null || value.isAfter(after)) && (before == null || value.isBefore(before));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
