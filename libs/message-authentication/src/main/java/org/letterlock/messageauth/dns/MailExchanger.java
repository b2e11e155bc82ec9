package org.letterlock.messageauth.dns;

/**
 * An MX record.
 *
 * @param preference lower is preferred, 0 to 65535
 * @param host without a final dot; empty for the null MX (RFC 7505)
 */
public record MailExchanger(int preference, String host) {}
