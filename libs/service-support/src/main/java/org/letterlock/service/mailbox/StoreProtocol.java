package org.letterlock.service.mailbox;

import java.time.Duration;
import java.time.Instant;
import org.letterlock.service.codec.RecordCodec;

/** What both sides of the mailbox store over HTTP must agree on. */
public final class StoreProtocol {
    /** Where mailstore-service answers. */
    public static final String PATH = "/internal/mailbox-store";

    /** Names a request; it is answered once. */
    public static final String REQUEST_HEADER = "X-Letterlock-Store-Request";

    /** Type of what goes either way. */
    public static final String CONTENT_TYPE = "application/vnd.letterlock.frames";

    /** How old a request may be when it arrives. */
    public static final Duration GOOD_FOR = Duration.ofSeconds(60);

    static final int OK = 200;

    private StoreProtocol() {}

    /** The first frame of a request. */
    static byte[] encode(RecordCodec codec, StoreCall call, Instant now) {
        return codec.encode(new Envelope(now, call), Envelope.class);
    }

    /** Reads the first frame of a request. */
    public static Envelope decode(RecordCodec codec, byte[] frame) {
        return codec.decode(frame, Envelope.class);
    }

    /** A call and when it was made. */
    public record Envelope(Instant at, StoreCall call) {}
}
