package org.letterlock.smtp.command;

import java.util.Base64;
import java.util.Optional;

/** A line of the client inside a SASL exchange (RFC 4954 section 4). */
public sealed interface AuthResponse {

    /** The client's turn in the exchange; may be empty. */
    record Response(SaslMessage message) implements AuthResponse {}

    /** The client gives up: {@code *}. */
    record Cancelled() implements AuthResponse {}

    /** Not base64. */
    record Malformed() implements AuthResponse {}

    /** Parses the line. */
    static AuthResponse parse(String line) {
        return line.equals("*")
                ? new Cancelled()
                : decode(line).<AuthResponse>map(Response::new).orElseGet(Malformed::new);
    }

    /** The line that {@link #parse} reads back; a malformed response has none, and is written as a cancellation. */
    static String format(AuthResponse response) {
        return switch (response) {
            case Response(SaslMessage message) -> Base64.getEncoder().encodeToString(message.toBytes());
            case Cancelled _, Malformed _ -> "*";
        };
    }

    // base64 = base64-terminal / ( 1*(4base64-CHAR) [base64-terminal] )    RFC 4954 section 8: padding is not optional
    /** The octets that {@code base64} stands for, or nothing. */
    static Optional<SaslMessage> decode(String base64) {
        if (base64.length() % 4 != 0 || base64.chars().anyMatch(c -> c >= 0x80)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SaslMessage.copyOf(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
