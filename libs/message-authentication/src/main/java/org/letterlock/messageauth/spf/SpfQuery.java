package org.letterlock.messageauth.spf;

import java.net.InetAddress;
import java.time.Instant;

/**
 * The arguments of check_host (RFC 7208 section 4.1), and what macros can ask besides.
 *
 * @param domain that is asked
 * @param localPart of the sender; {@code postmaster} where there is none
 * @param senderDomain of the sender
 * @param helo the argument of HELO or EHLO
 * @param receiver the name of this host
 */
public record SpfQuery(
        InetAddress client,
        String domain,
        String localPart,
        String senderDomain,
        String helo,
        String receiver,
        Instant now) {
    private static final String POSTMASTER = "postmaster";

    /** The check of the HELO identity (section 2.3). */
    public static SpfQuery ofHelo(InetAddress client, String helo, String receiver, Instant now) {
        return new SpfQuery(client, helo, POSTMASTER, helo, helo, receiver, now);
    }

    /**
     * The check of the MAIL FROM identity (section 2.4).
     *
     * @param sender an address; one without a local-part is postmaster's, an empty one is the null path
     */
    public static SpfQuery ofMailFrom(InetAddress client, String sender, String helo, String receiver, Instant now) {
        int at = sender.lastIndexOf('@');
        String domain = sender.isEmpty() ? helo : sender.substring(at + 1);
        return new SpfQuery(client, domain, at > 0 ? sender.substring(0, at) : POSTMASTER, domain, helo, receiver, now);
    }

    /** The same question of another domain, for include and redirect. */
    SpfQuery of(String other) {
        return new SpfQuery(client, other, localPart, senderDomain, helo, receiver, now);
    }

    /** The sender as macro {@code s} shows it. */
    String sender() {
        return localPart + "@" + senderDomain;
    }
}
