package org.letterlock.auth.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.contracts.Octets;
import org.letterlock.sasl.ServerState.AwaitingClient;
import org.letterlock.sasl.ServerStates;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.SealedObjectCorruptException;
import org.letterlock.service.sealing.Sealer;

/**
 * Login dialogues between two steps. They travel with the ingress, sealed, so that any replica can go on with them and no
 * replica has to remember them. Each goes on only on the connection on which it began (AUTH-6) and is taken up once; the
 * latter is watched by the replica, and beyond it the ingress, which keeps them from clients, and their short life are what
 * there is.
 */
final class Continuations {
    /** A dialogue that was taken up again. */
    record Resumed(Attempt attempt, AwaitingClient state) {}

    /** How long a dialogue may take (AUTH-6). */
    static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final String PURPOSE = "sasl continuation";
    private static final int TAG_OCTETS = 16;
    private static final int MAX_REMEMBERED = 500_000;

    private final Sealer sealer;
    // By its tag, which no two have in common; what has been used is remembered until it would be too old anyway.
    private final Cache<Octets, Boolean> used = Caffeine.newBuilder()
            .expireAfterWrite(LIFETIME.multipliedBy(2))
            .maximumSize(MAX_REMEMBERED)
            .build();

    Continuations(Sealer sealer) {
        this.sealer = sealer;
    }

    Octets seal(Attempt attempt, AwaitingClient state) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeLong(attempt.connection().getMostSignificantBits());
            out.writeLong(attempt.connection().getLeastSignificantBits());
            out.writeUTF(attempt.mechanism());
            out.writeUTF(attempt.service());
            out.writeUTF(attempt.clientAddress());
            out.writeBoolean(attempt.encrypted());
            out.writeLong(attempt.expiresAt().toEpochMilli());
            out.write(ServerStates.encode(state));
        } catch (IOException aByteArrayDoesNotFail) {
            throw new UncheckedIOException(aByteArrayDoesNotFail);
        }
        return Octets.wrap(sealer.seal(ClassKey.SECRETS, octets.toByteArray(), "auth", PURPOSE));
    }

    /**
     * Empty for what this installation has not sealed, whoever made it, for what has been taken up before, and for what belongs
     * to another connection.
     */
    Optional<Resumed> takeUp(UUID connection, Octets continuation) {
        byte[] opened;
        try {
            opened = sealer.open(ClassKey.SECRETS, continuation.view(), "auth", PURPOSE);
        } catch (SealedObjectCorruptException forged) {
            return Optional.empty();
        }
        byte[] sealed = continuation.view();
        Octets tag = Octets.wrap(Arrays.copyOfRange(sealed, sealed.length - TAG_OCTETS, sealed.length));
        if (used.asMap().putIfAbsent(tag, true) != null) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(opened))) {
            Attempt attempt = new Attempt(
                    new UUID(in.readLong(), in.readLong()),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readBoolean(),
                    Instant.ofEpochMilli(in.readLong()));
            return attempt.connection().equals(connection)
                    ? ServerStates.decode(in.readAllBytes()).map(state -> new Resumed(attempt, state))
                    : Optional.empty();
        } catch (IOException ofAnotherRelease) {
            return Optional.empty();
        }
    }
}
