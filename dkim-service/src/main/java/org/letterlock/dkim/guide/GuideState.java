package org.letterlock.dkim.guide;

/** How what stands in DNS compares with what is proposed. */
public enum GuideState {
    /** It does what is proposed, though perhaps in other words. */
    OK("ok"),
    /** There is none. */
    MISSING("missing"),
    /** There is one, or there are several, that do not. */
    DIFFERS("differs"),
    /** Nobody could be asked; says nothing about the record. */
    DNS_ERROR("dns-error");

    private final String text;

    GuideState(String text) {
        this.text = text;
    }

    /** The word of the API. */
    public String text() {
        return text;
    }
}
