package org.letterlock.auth.credential;

import java.util.List;

/**
 * What clients may write in DIGEST-MD5, whose hash covers it (RFC 2831 section 2.1.2.1).
 *
 * @param names the spellings of a login name
 * @param realms those that the server offers, or may come to offer
 */
public record DigestNames(List<String> names, List<String> realms) {
    /** For an account that cannot use DIGEST-MD5. */
    public static final DigestNames NONE = new DigestNames(List.of(), List.of());

    public DigestNames {
        names = List.copyOf(names);
        realms = List.copyOf(realms);
    }
}
