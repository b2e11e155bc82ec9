package org.letterlock.contracts.inbound;

import java.util.List;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.dkim.VerifyReply;

/**
 * Asks whether a message is from whom it says (RFC 9989).
 *
 * @param authorFields each From field as it came, with its folding and final CRLF
 * @param spf what SPF said of the client
 * @param signatures what DKIM said of the message
 * @param viaList whether the message says that it comes through a mailing list
 */
public record DmarcRequest(
        List<Octets> authorFields, List<SpfReply.Check> spf, List<VerifyReply.Signature> signatures, boolean viaList) {
    public DmarcRequest {
        authorFields = List.copyOf(authorFields);
        spf = List.copyOf(spf);
        signatures = List.copyOf(signatures);
    }
}
