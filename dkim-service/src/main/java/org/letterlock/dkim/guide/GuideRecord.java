package org.letterlock.dkim.guide;

import org.letterlock.mailsyntax.address.Domain;

/**
 * A record that is proposed, and what stands in its place.
 *
 * @param domain the name or alias of the mail domain that it serves
 * @param name where it belongs, absolute, with its final dot
 * @param type such as {@code TXT}
 * @param proposed its data, in one line
 */
public record GuideRecord(
        Purpose purpose, Domain domain, String name, String type, String proposed, GuideFinding finding) {
    /** What we propose as time to live, in seconds. */
    public static final int TTL = 3600;

    /** What a record is for. */
    public enum Purpose {
        /** Where mail of the domain is to be delivered. */
        MX("mx"),
        /** Which hosts send its mail. */
        SPF("spf"),
        /** The key of its signatures. */
        DKIM("dkim"),
        /** What is to be done with mail that is neither. */
        DMARC("dmarc");

        private final String text;

        Purpose(String text) {
            this.text = text;
        }

        /** The word of the API. */
        public String text() {
            return text;
        }
    }
}
