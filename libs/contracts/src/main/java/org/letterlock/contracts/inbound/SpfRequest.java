package org.letterlock.contracts.inbound;

import org.letterlock.contracts.access.IpAddress;
import org.letterlock.mailsyntax.address.ReversePath;

/**
 * Asks what the DNS has of a client and of the domains that it names: whether they say that it may send for them (RFC 7208), and
 * what the limits require (LIMIT-5).
 *
 * @param greeting the argument of HELO or EHLO
 * @param sparesSpf whether SPF is not asked about; since version 2, before that false, as the next ones
 * @param requiresSenderDomain whether there must be somewhere that mail for the domain of the reverse-path can go
 * @param requiresReverseName whether the address must have a name
 */
public record SpfRequest(
        IpAddress client,
        String greeting,
        ReversePath reversePath,
        boolean sparesSpf,
        boolean requiresSenderDomain,
        boolean requiresReverseName) {
    /** About SPF alone. */
    public SpfRequest(IpAddress client, String greeting, ReversePath reversePath) {
        this(client, greeting, reversePath, false, false, false);
    }
}
