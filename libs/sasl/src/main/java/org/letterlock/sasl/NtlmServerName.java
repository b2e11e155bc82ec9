package org.letterlock.sasl;

/**
 * How an NTLM server calls itself.
 *
 * @param host its name in the DNS
 * @param domain the mail domain
 * @param shortDomain the NetBIOS name of the domain
 */
public record NtlmServerName(String host, String domain, String shortDomain) {}
