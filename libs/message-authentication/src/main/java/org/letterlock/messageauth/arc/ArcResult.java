package org.letterlock.messageauth.arc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The Chain Validation Status (RFC 8617 section 4.4): of a message, and as a sealer has written it into {@code cv=}. */
public enum ArcResult {
    /** There is no chain. */
    NONE,
    /** The chain is whole. */
    PASS,
    /** The chain is broken, or could not be validated. */
    FAIL;

    // chain-status = ("none" / "fail" / "pass")    RFC 8617 section 4.1.3; letters in any case
    static Optional<ArcResult> find(String word) {
        return Arrays.stream(values())
                .filter(result -> result.name().equalsIgnoreCase(word))
                .findFirst();
    }

    /** The word for {@code cv=} and for an Authentication-Results field. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
