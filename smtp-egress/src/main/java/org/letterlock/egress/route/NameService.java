package org.letterlock.egress.route;

import java.net.InetAddress;
import java.util.List;

/** What the router asks of the DNS. Every call blocks, for a bounded time. */
public interface NameService {
    /** The MX records of a domain (RFC 5321 section 5.1). */
    Answer<Exchanger> exchangers(String domain);

    /** The A and AAAA records of a host. */
    Answer<InetAddress> addresses(String host);

    /**
     * An MX record.
     *
     * @param host without the final dot; empty for the root, which means "no mail" (RFC 7505)
     */
    record Exchanger(int preference, String host) {}

    /** An answer of the DNS. */
    sealed interface Answer<T> {
        /** There are records. */
        record Records<T>(List<T> records) implements Answer<T> {
            public Records {
                records = List.copyOf(records);
            }
        }

        /** The name exists, but has no such record. */
        record NoData<T>() implements Answer<T> {}

        /** The name does not exist. */
        record NoName<T>() implements Answer<T> {}

        /** No answer, or an error that may pass. */
        record Failed<T>() implements Answer<T> {}
    }
}
