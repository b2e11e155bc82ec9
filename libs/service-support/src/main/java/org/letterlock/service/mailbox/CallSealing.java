package org.letterlock.service.mailbox;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.letterlock.contracts.Octets;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.SealedObjectCorruptException;
import org.letterlock.service.sealing.Sealer;

/**
 * Calls and answers on the wire: their length in four octets, then CBOR sealed under the keyring's key for messages between
 * services. A call is good for a minute; an answer opens for its own call only.
 */
final class CallSealing {
    private static final Duration GOOD_FOR = Duration.ofSeconds(60);
    private static final int MAX_LENGTH = 64 * 1024 * 1024;
    private static final String CALL = "mailbox-store call";
    private static final String ANSWER = "mailbox-store answer";

    private final RecordCodec codec;
    private final Sealer sealer;
    private final InstantSource clock;

    CallSealing(RecordCodec codec, Sealer sealer, InstantSource clock) {
        this.codec = codec;
        this.sealer = sealer;
        this.clock = clock;
    }

    /**
     * A call as it travels.
     *
     * @param streamKey what the octets that follow call or answer are sealed with
     */
    record Envelope(UUID id, long at, Octets streamKey, MailboxCall call) {}

    Envelope envelope(MailboxCall call, Octets streamKey) {
        return new Envelope(UUID.randomUUID(), clock.millis(), streamKey, call);
    }

    byte[] seal(Envelope envelope) {
        return sealer.seal(ClassKey.KAFKA, codec.encode(envelope, Envelope.class), CALL);
    }

    /** Reads a call; throws {@link SealedObjectCorruptException} for one that is not from a service, or stale. */
    Envelope readCall(InputStream in) throws IOException {
        Envelope envelope = codec.decode(sealer.open(ClassKey.KAFKA, readFrame(in), CALL), Envelope.class);
        if (Math.abs(clock.millis() - envelope.at()) > GOOD_FOR.toMillis()) {
            throw new SealedObjectCorruptException("a stale call", null);
        }
        return envelope;
    }

    void writeAnswer(OutputStream out, UUID call, MailboxAnswer answer) throws IOException {
        byte[] sealed = sealer.seal(ClassKey.KAFKA, codec.encode(answer, MailboxAnswer.class), ANSWER, call.toString());
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(sealed.length);
        data.write(sealed);
        data.flush();
    }

    MailboxAnswer readAnswer(InputStream in, UUID call) throws IOException {
        return codec.decode(sealer.open(ClassKey.KAFKA, readFrame(in), ANSWER, call.toString()), MailboxAnswer.class);
    }

    private static byte[] readFrame(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int length = data.readInt();
        if (length < 0 || length > MAX_LENGTH) {
            throw new SealedObjectCorruptException("not a call or an answer", null);
        }
        byte[] sealed = new byte[length];
        data.readFully(sealed);
        return sealed;
    }
}
