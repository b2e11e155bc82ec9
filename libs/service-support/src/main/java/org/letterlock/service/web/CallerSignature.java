package org.letterlock.service.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.codec.UnreadableRecordException;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;

/**
 * How the edge tells the services behind it who makes a request: the header {@value #HEADER} with a {@link Caller}, the time
 * and a MAC under the keyring's key for messages between services. Good for a minute and one method and path.
 */
public final class CallerSignature {
    /** The header; the edge removes it from what clients send. */
    public static final String HEADER = "X-Letterlock-Principal";

    private static final Duration GOOD_FOR = Duration.ofSeconds(60);
    private static final int MAX_LENGTH = 4096;
    private static final String PURPOSE = "caller signature 1";

    private final Sealer sealer;
    private final RecordCodec codec;
    private final InstantSource clock;

    public CallerSignature(Sealer sealer, RecordCodec codec, InstantSource clock) {
        this.sealer = sealer;
        this.codec = codec;
        this.clock = clock;
    }

    /** The value of the header. */
    public String sign(Caller caller, String method, String path) {
        byte[] statement = codec.encode(new Statement(caller, clock.millis()), Statement.class);
        String text = encode(statement);
        return text + "." + encode(mac(text, method, path));
    }

    /** Who makes the request, if the edge has said so. */
    public Optional<Caller> verify(@Nullable String header, String method, String path) {
        if (header == null || header.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int dot = header.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String text = header.substring(0, dot);
        try {
            if (!MessageDigest.isEqual(mac(text, method, path), decode(header.substring(dot + 1)))) {
                return Optional.empty();
            }
            Statement statement = codec.decode(decode(text), Statement.class);
            return Math.abs(clock.millis() - statement.at()) <= GOOD_FOR.toMillis()
                    ? Optional.of(statement.caller())
                    : Optional.empty();
        } catch (IllegalArgumentException | UnreadableRecordException e) {
            return Optional.empty();
        }
    }

    private byte[] mac(String text, String method, String path) {
        return sealer.token(ClassKey.KAFKA, PURPOSE, text, method, path);
    }

    private static String encode(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
    }

    private record Statement(Caller caller, long at) {}
}
