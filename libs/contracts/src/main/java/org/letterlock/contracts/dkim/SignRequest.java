package org.letterlock.contracts.dkim;

import java.util.List;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.mailsyntax.address.Domain;

/**
 * Asks for the signatures of a message; the body never travels.
 *
 * @param fromDomain domain of the From field; {@code d=} will equal it (DKIM-20)
 * @param headerFields the final fields in their order, each with its folding and final CRLF
 * @param bodyDigest SHA-256 over the body in relaxed canonicalisation (RFC 6376 section 3.4.4)
 */
public record SignRequest(QueueId queueId, Domain fromDomain, List<Octets> headerFields, Octets bodyDigest) {
    public SignRequest {
        headerFields = List.copyOf(headerFields);
    }
}
