package org.letterlock.ingress.smtp.intake;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.ingress.smtp.policy.Submitter;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.trace.TransferProtocol;

/**
 * How a message came: its envelope and what its Received field will say.
 *
 * @param greeting the argument of HELO or EHLO
 * @param tlsCipherSuite null without TLS
 * @param spf what the DNS says of the client
 * @param onlyRecipient the address of the only RCPT; null where there were several
 */
public record Arrival(
        Submitter submitter,
        Envelope envelope,
        String greeting,
        TransferProtocol protocol,
        @Nullable String tlsCipherSuite,
        SpfReply spf,
        @Nullable AddrSpec onlyRecipient) {}
