package org.letterlock.auth.guessing;

import org.jspecify.annotations.Nullable;
import org.letterlock.sasl.Password;

/**
 * A login whose credentials were not right, for whichever reason of GUESS-2.
 *
 * @param service by its name in access policies, such as {@code imap}
 * @param clientAddress in text form
 * @param canonicalName the same for all spellings of a name, whether or not somebody has it
 * @param password what was tried, where the mechanism showed it; null for a challenge mechanism
 */
public record FailedLogin(
        String service,
        String clientAddress,
        String canonicalName,
        @Nullable Password password) {}
