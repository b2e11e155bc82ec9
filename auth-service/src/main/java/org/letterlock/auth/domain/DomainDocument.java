package org.letterlock.auth.domain;

import java.util.List;

/**
 * What an administrator writes about a domain.
 *
 * @param name stays as it is once the domain exists
 * @param subaddressSeparator one character; empty switches subaddressing off (RFC 5233)
 * @param passwordFormat STRONG or SHA: how passwords are stored that are set from now on, of accounts that do not say it
 *     themselves (CRED-2)
 */
record DomainDocument(
        String name,
        List<String> aliases,
        boolean primary,
        String subaddressSeparator,
        boolean checkSpoofedSender,
        String passwordFormat,
        String description) {
    static final DomainDocument DEFAULTS = new DomainDocument("", List.of(), false, "+", true, "STRONG", "");

    DomainDocument {
        aliases = List.copyOf(aliases);
    }
}
