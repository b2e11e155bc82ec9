package org.letterlock.egress.delivery;

import org.letterlock.smtp.client.RecipientOutcome.Trouble;
import org.letterlock.smtp.reply.EnhancedStatusCode;

/** Why an attempt failed, in our own words, where the other server gave none. */
final class LocalReasons {
    private LocalReasons() {}

    static String of(Trouble trouble) {
        return switch (trouble) {
            case NOT_CONNECTED -> "Cannot connect";
            case CONNECTION_LOST -> "Connection lost";
            case TIMED_OUT -> "Timed out";
            case MALFORMED_REPLY -> "The server does not speak SMTP";
            case REFUSED_AT_GREETING -> "Refused at the greeting";
            case SERVER_CLOSING -> "The server is closing";
            case TLS_FAILED -> "TLS handshake failed";
            case TLS_NOT_OFFERED -> "The server offers no TLS, which is required";
            case CERTIFICATE_REFUSED -> "The certificate of the server is not acceptable";
            case OCTETS_BEFORE_HANDSHAKE -> "Data before the TLS handshake";
        };
    }

    static String of(EnhancedStatusCode status) {
        return switch (status.format()) {
            case "5.3.4" -> "Message too big for the server";
            case "5.4.6" -> "Mail for this domain loops back to this server";
            case "5.6.0" -> "The content cannot be sent";
            case "5.6.3" -> "The server does not take 8-bit content";
            case "4.3.0" -> "The content cannot be read now";
            case "4.7.0" -> "The login at the server failed";
            case "4.7.4" -> "The server offers no login that may be used on this connection";
            case "4.4.2" -> "Connection lost while the content was under way";
            default -> "Failed";
        };
    }
}
