package org.letterlock.imap.command;

/**
 * A window on a section's octets (RFC 9051 section 6.4.5), {@code <offset.length>}.
 *
 * @param offset first octet, from 0
 * @param length octets wanted, at least 1
 */
public record Partial(long offset, long length) {
    public Partial {
        if (offset < 0 || length < 1) {
            throw new IllegalArgumentException("not a partial: " + offset + " " + length);
        }
    }
}
