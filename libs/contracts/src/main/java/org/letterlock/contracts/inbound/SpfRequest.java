package org.letterlock.contracts.inbound;

import org.letterlock.contracts.access.IpAddress;
import org.letterlock.mailsyntax.address.ReversePath;

/**
 * Asks whether the domains that a client names say that it may send for them (RFC 7208).
 *
 * @param greeting the argument of HELO or EHLO
 */
public record SpfRequest(IpAddress client, String greeting, ReversePath reversePath) {}
