package org.letterlock.dkim.key;

/** How keys sign. rsa-sha1 does not exist here (RFC 8301 section 3.1). */
public enum Algorithm {
    /** Signs first (DKIM-27). RFC 8463. */
    ED25519_SHA256("ed25519-sha256", "e"),
    /** RFC 6376 section 3.3.2, with 2048 to 4096 bits. */
    RSA_SHA256("rsa-sha256", "r");

    private final String tag;
    private final String selectorSuffix;

    Algorithm(String tag, String selectorSuffix) {
        this.tag = tag;
        this.selectorSuffix = selectorSuffix;
    }

    /** The value of the {@code a=} tag. */
    public String tag() {
        return tag;
    }

    /** The last part of a selector (DKIM-4). */
    String selectorSuffix() {
        return selectorSuffix;
    }
}
