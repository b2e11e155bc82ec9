package org.letterlock.messageauth.iprev;

import java.net.InetAddress;
import java.util.List;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.iprev.ClientName.Result;

/** Finds the name of a client; at most {@link #MOST_NAMES} names are tried. As safe for use by several threads as its look-up. */
public final class ReverseLookup {
    /** As SPF has it for the same purpose (RFC 7208 section 4.6.4). */
    public static final int MOST_NAMES = 10;

    private final DnsLookup dns;

    /** A look-up that asks {@code dns}. */
    public ReverseLookup(DnsLookup dns) {
        this.dns = dns;
    }

    /** The name of that client; never throws. */
    public ClientName nameOf(InetAddress client) {
        return switch (dns.names(client)) {
            case DnsAnswer.Failed<String> _ -> new ClientName(Result.TEMPERROR, null);
            case DnsAnswer.Absent<String> _ -> new ClientName(Result.PERMERROR, null);
            case DnsAnswer.Found<String> found -> confirmed(client, found.records());
        };
    }

    private ClientName confirmed(InetAddress client, List<String> names) {
        boolean unanswered = false;
        for (String name : names.subList(0, Math.min(MOST_NAMES, names.size()))) {
            switch (dns.addresses(name, AddressFamily.of(client))) {
                case DnsAnswer.Found<InetAddress> found -> {
                    if (found.records().contains(client)) {
                        return new ClientName(Result.PASS, name);
                    }
                }
                case DnsAnswer.Failed<InetAddress> _ -> unanswered = true;
                case DnsAnswer.Absent<InetAddress> _ -> {}
            }
        }
        return new ClientName(unanswered ? Result.TEMPERROR : Result.FAIL, null);
    }
}
