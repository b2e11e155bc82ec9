package org.letterlock.auth.login;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.letterlock.contracts.Octets;
import org.letterlock.sasl.ServerState.AwaitingClient;
import org.letterlock.sasl.ServerStates;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.SealedObjectCorruptException;
import org.letterlock.service.sealing.Sealer;

/**
 * Login dialogues between two steps. They travel with the ingress, sealed, so that any replica can go on with them and no
 * replica has to remember them.
 */
final class Continuations {
    /** A dialogue that was taken up again. */
    record Resumed(Attempt attempt, AwaitingClient state) {}

    private static final String PURPOSE = "sasl continuation";

    private final Sealer sealer;

    Continuations(Sealer sealer) {
        this.sealer = sealer;
    }

    Octets seal(Attempt attempt, AwaitingClient state) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
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

    /** Empty for what this installation has not sealed, whoever made it. */
    Optional<Resumed> open(Octets continuation) {
        byte[] opened;
        try {
            opened = sealer.open(ClassKey.SECRETS, continuation.view(), "auth", PURPOSE);
        } catch (SealedObjectCorruptException forged) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(opened))) {
            Attempt attempt = new Attempt(
                    in.readUTF(), in.readUTF(), in.readUTF(), in.readBoolean(), Instant.ofEpochMilli(in.readLong()));
            return ServerStates.decode(in.readAllBytes()).map(state -> new Resumed(attempt, state));
        } catch (IOException ofAnotherRelease) {
            return Optional.empty();
        }
    }
}
