package org.letterlock.auth.guessing;

/**
 * Somebody wants to be let in as somebody.
 *
 * @param service by its name in access policies, such as {@code imap}
 * @param clientAddress in text form
 * @param canonicalName the same for all spellings of a name, whether or not somebody has it
 */
public record LoginClaim(String service, String clientAddress, String canonicalName) {}
