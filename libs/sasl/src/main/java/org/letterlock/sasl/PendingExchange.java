package org.letterlock.sasl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.letterlock.sasl.ServerState.AwaitingClient;

/** A waiting server with the birth of its nonce; what a continuation holds, sealed by whoever sends it out. */
public record PendingExchange(AwaitingClient state, Issued issued) {

    /** The same exchange one step on: its nonce does not grow younger. */
    public PendingExchange then(AwaitingClient next) {
        return new PendingExchange(next, issued);
    }

    /** The octets that {@link #decode} reads back; neither free of secrets nor authenticated. */
    public byte[] encode() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeLong(issued.at().toEpochMilli());
            out.writeUTF(issued.connection());
            out.write(ServerStates.encode(state));
        } catch (IOException aByteArrayDoesNotFail) {
            throw new UncheckedIOException(aByteArrayDoesNotFail);
        }
        return octets.toByteArray();
    }

    /** Reads what {@link #encode} wrote; empty for anything else. */
    public static Optional<PendingExchange> decode(byte[] encoded) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            Issued issued = new Issued(Instant.ofEpochMilli(in.readLong()), in.readUTF());
            return ServerStates.decode(in.readAllBytes()).map(state -> new PendingExchange(state, issued));
        } catch (IOException notOurs) {
            return Optional.empty();
        }
    }
}
