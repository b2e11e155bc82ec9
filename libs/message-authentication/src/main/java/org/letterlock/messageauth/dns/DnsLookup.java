package org.letterlock.messageauth.dns;

import java.net.InetAddress;

/**
 * Questions to the DNS (RFC 1035). Names are A-labels without a final dot, in any case; one that cannot be a domain name
 * (an empty label, a label over 63 or a name over 253 octets) is {@link DnsAnswer.Absent}, without a question. Aliases
 * (CNAME) are followed. Implementations answer within the time that their caller has been promised, never throw, and are safe
 * for use by several threads.
 */
public interface DnsLookup {
    /** TXT records; the character strings of each joined without a space (RFC 7208 section 3.3), an octet a character. */
    DnsAnswer<String> texts(String name);

    /** A or AAAA records. */
    DnsAnswer<InetAddress> addresses(String name, AddressFamily family);

    /** MX records, in no order. */
    DnsAnswer<MailExchanger> mailExchangers(String name);

    /** Names of the PTR records of an address, under in-addr.arpa or ip6.arpa. */
    DnsAnswer<String> names(InetAddress address);
}
