package org.letterlock.service.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Names between the form in which they are asked for and that of dnsjava. Pure. */
final class DnsNames {
    private static final int MAX_NAME =
            253; // in this form; 255 octets with the lengths of labels, RFC 1035 section 2.3.4
    private static final int MAX_LABEL = 63;

    private DnsNames() {}

    /**
     * The name of that text, in which every character stands for itself, a backslash as well; empty for what cannot be a name.
     */
    static Optional<Name> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_NAME || text.chars().anyMatch(character -> character > 0x7F)) {
            return Optional.empty();
        }
        ByteBuffer wire = ByteBuffer.allocate(text.length() + 2);
        for (String label : text.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > MAX_LABEL) {
                return Optional.empty();
            }
            wire.put((byte) label.length());
            label.chars().forEach(character -> wire.put((byte) character));
        }
        wire.put((byte) 0);
        try {
            return Optional.of(new Name(wire.array()));
        } catch (IOException e) {
            throw new IllegalStateException("a name of " + Arrays.toString(wire.array()), e);
        }
    }

    /** The text of a name without its final dot, empty for the root; octets that are none of a host name's are escaped. */
    static String format(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true);
    }
}
