package org.letterlock.mailsyntax.trace;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.date.MessageDate;
import org.letterlock.mailsyntax.header.HeaderField;

/**
 * The trace field that a server puts in front of a message it takes (RFC 5321 section 4.4, HDR-1).
 *
 * @param from the client; null hides it (HDR-2)
 * @param by our host name
 * @param id our queue id
 * @param tlsCipherSuite as named by IANA, for the tls clause of RFC 8314 section 4.3; null without TLS
 * @param recipient for the {@code for} clause; null unless the message has exactly one
 */
public record ReceivedField(
        @Nullable Client from,
        Domain by,
        TransferProtocol with,
        String id,
        @Nullable String tlsCipherSuite,
        @Nullable AddrSpec recipient,
        OffsetDateTime date) {
    /**
     * The client of the from clause.
     *
     * @param greeting the argument of HELO or EHLO as it was sent; shown only where it is a domain or address literal
     */
    public record Client(String greeting, InetAddress address) {}

    // Time-stamp-line = "Received:" FWS Stamp CRLF; Stamp = From-domain By-domain Opt-info [CFWS] ";" FWS date-time
    /** The field, one clause a line. */
    public HeaderField format() {
        StringBuilder body = new StringBuilder();
        if (from != null) {
            body.append("from ").append(fromDomain(from)).append("\r\n\t");
        }
        body.append("by ").append(by.text()).append(" with ").append(with.name());
        body.append("\r\n\tid ").append(requireAtom(id));
        if (tlsCipherSuite != null) {
            body.append(" tls ").append(requireAtom(tlsCipherSuite));
        }
        if (recipient != null) {
            body.append("\r\n\tfor <").append(recipient.format()).append('>');
        }
        body.append(";\r\n\t").append(MessageDate.format(date));
        return HeaderField.of("Received", body.toString());
    }

    // Extended-Domain = Domain / ( Domain FWS "(" TCP-info ")" ) / ( address-literal FWS "(" TCP-info ")" )
    private static String fromDomain(Client client) {
        String literal = addressLiteral(client.address());
        return switch (Domain.parse(client.greeting())) {
            case Parsed<Domain>(Domain greeting) -> greeting.text() + " (" + literal + ")";
            case SyntaxError<Domain> _ -> literal + " (" + literal + ")";
        };
    }

    /** The address in brackets, as in RFC 5321 section 4.1.3; an IPv4-mapped address as the IPv4 address it is. */
    public static String addressLiteral(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return "[" + address.getHostAddress() + "]";
        }
        byte[] octets = address.getAddress();
        // No "::": it is valid without, and readable by the simplest of parsers.
        return "[IPv6:"
                + Arrays.stream(groups(octets)).mapToObj(Integer::toHexString).collect(Collectors.joining(":"))
                + "]";
    }

    private static int[] groups(byte[] octets) {
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((octets[2 * i] & 0xFF) << 8) | (octets[2 * i + 1] & 0xFF);
        }
        return groups;
    }

    // String = Atom / Quoted-string; what we write is always an atom
    private static String requireAtom(String text) {
        boolean atom = !text.isEmpty()
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '_');
        if (!atom) {
            throw new IllegalArgumentException("not an atom of letters, digits, hyphen and underscore");
        }
        return text;
    }
}
