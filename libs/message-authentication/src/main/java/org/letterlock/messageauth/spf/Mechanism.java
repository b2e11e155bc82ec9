package org.letterlock.messageauth.spf;

import org.jspecify.annotations.Nullable;

/** What a directive matches (RFC 7208 section 5). */
sealed interface Mechanism {
    record All() implements Mechanism {}

    record Include(MacroString domain) implements Mechanism {}

    /** @param domain null for the domain that is asked, as below */
    record A(@Nullable MacroString domain, PrefixLengths prefixes) implements Mechanism {}

    record Mx(@Nullable MacroString domain, PrefixLengths prefixes) implements Mechanism {}

    record Ptr(@Nullable MacroString domain) implements Mechanism {}

    record Ip(Network network) implements Mechanism {}

    record Exists(MacroString domain) implements Mechanism {}

    /** How many leading bits of an address count, 0 to 32 and 0 to 128. */
    record PrefixLengths(int ipv4, int ipv6) {
        static final PrefixLengths WHOLE = new PrefixLengths(32, 128);

        int of(byte[] address) {
            return address.length == 4 ? ipv4 : ipv6;
        }
    }
}
