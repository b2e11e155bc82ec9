package org.letterlock.messageauth.spf;

import org.jspecify.annotations.Nullable;

/**
 * What came of a check.
 *
 * @param domain that was asked, as it was given
 * @param explanation what the domain wants a refused client to hear, printable ASCII; only with {@code FAIL}
 * @param detail for the administrator: the term that decided or what went wrong; printable ASCII, never empty
 */
public record SpfOutcome(
        SpfResult result, String domain, @Nullable String explanation, String detail) {}
