package org.letterlock.messageauth.dns;

import java.util.List;

/**
 * What the DNS said.
 *
 * @param <T> what one record holds
 */
public sealed interface DnsAnswer<T> {
    /**
     * There are records of the type.
     *
     * @param records at least one
     * @param authenticated whether the resolver vouches for them by DNSSEC (the AD bit, RFC 4035 section 3.2.3)
     */
    record Found<T>(List<T> records, boolean authenticated) implements DnsAnswer<T> {
        public Found {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("no records");
            }
        }
    }

    /**
     * There is no record of the type: a void lookup in the words of RFC 7208 section 4.6.4.
     *
     * @param nameExists whether the name has records of another type; false is NXDOMAIN
     */
    record Absent<T>(boolean nameExists) implements DnsAnswer<T> {}

    /**
     * No answer, or none that can be used; another try may go better.
     *
     * @param reason for the log, such as {@code SERVFAIL} or {@code timeout}
     */
    record Failed<T>(String reason) implements DnsAnswer<T> {}
}
