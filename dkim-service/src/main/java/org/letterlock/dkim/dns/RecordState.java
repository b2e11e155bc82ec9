package org.letterlock.dkim.dns;

/** What was found under the name of a key (DKIM-13), the worst last. */
public enum RecordState {
    OK("ok"),
    DNS_ERROR("dns-error"),
    MISSING("missing"),
    CNAME_BROKEN("cname-broken"),
    MULTIPLE("multiple"),
    MISMATCH("mismatch"),
    REVOKED("revoked");

    private final String text;

    RecordState(String text) {
        this.text = text;
    }

    /** The word of the specification. */
    public String text() {
        return text;
    }
}
