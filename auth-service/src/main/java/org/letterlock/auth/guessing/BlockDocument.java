package org.letterlock.auth.guessing;

/**
 * A wish to block an address by hand.
 *
 * @param address of an IPv6 address the whole /64 is meant
 * @param duration in seconds, 30 to 31 536 000; default 300
 * @param note up to 200 characters
 */
record BlockDocument(String address, int duration, String note) {
    static final BlockDocument DEFAULTS = new BlockDocument("", 300, "");
}
