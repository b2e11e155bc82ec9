package org.letterlock.messageauth.dmarc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a domain owner asks for where a message fails (RFC 9989 section 4.7). */
public enum DmarcPolicy {
    /** Nothing. */
    NONE,
    /** To treat it as suspicious. */
    QUARANTINE,
    /** To refuse it. */
    REJECT;

    /** The word of the p, sp and np tags. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One level down, as a record in test mode (t=y) asks for. */
    public DmarcPolicy milder() {
        return switch (this) {
            case REJECT -> QUARANTINE;
            case QUARANTINE, NONE -> NONE;
        };
    }

    static Optional<DmarcPolicy> find(String word) {
        return Arrays.stream(values())
                .filter(policy -> policy.word().equalsIgnoreCase(word))
                .findFirst();
    }
}
