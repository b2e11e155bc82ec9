package org.letterlock.smtp.command;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of RCPT (RFC 3461).
 *
 * @param notifyOn when the sender wants to hear; empty where not said, NEVER only alone
 * @param originalRecipient null where not said
 */
public record RcptParameters(Set<Notify> notifyOn, @Nullable OriginalRecipient originalRecipient) {
    /** No parameter at all. */
    public static final RcptParameters NONE = new RcptParameters(Set.of(), null);

    public RcptParameters {
        notifyOn = Set.copyOf(notifyOn);
        if (notifyOn.contains(Notify.NEVER) && notifyOn.size() > 1) {
            throw new IllegalArgumentException("NEVER stands alone");
        }
    }

    /** RFC 3461 section 4.1. */
    public enum Notify {
        NEVER,
        SUCCESS,
        FAILURE,
        DELAY
    }

    /**
     * ORCPT (RFC 3461 section 4.2).
     *
     * @param addressType such as {@code rfc822}
     * @param address decoded from xtext; printable ASCII
     */
    public record OriginalRecipient(String addressType, String address) {
        /** Type and address as a report shows them: {@code rfc822;anna@example.org}. */
        public String format() {
            return addressType + ";" + address;
        }
    }

    /** As in a RCPT command, each parameter with a space in front. */
    public String format() {
        StringBuilder text = new StringBuilder();
        if (!notifyOn.isEmpty()) {
            text.append(" NOTIFY=")
                    .append(EnumSet.copyOf(notifyOn).stream().map(Notify::name).collect(Collectors.joining(",")));
        }
        if (originalRecipient != null) {
            text.append(" ORCPT=")
                    .append(originalRecipient.addressType())
                    .append(';')
                    .append(Xtext.encode(originalRecipient.address()));
        }
        return text.toString();
    }
}
