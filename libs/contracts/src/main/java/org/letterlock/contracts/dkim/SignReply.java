package org.letterlock.contracts.dkim;

import java.util.List;
import org.letterlock.contracts.Octets;

/** The signatures of a message. */
public sealed interface SignReply {
    /**
     * Put these in front of the message.
     *
     * @param fields whole DKIM-Signature fields, folded, each with its final CRLF; Ed25519 first, RSA second
     */
    record Signed(List<Octets> fields) implements SignReply {
        public Signed {
            fields = List.copyOf(fields);
        }
    }

    /** The message leaves without a signature. */
    record Unsigned(Reason reason) implements SignReply {}

    /** Why nothing was signed. */
    enum Reason {
        /** Not a domain of this installation, or it has no keys. */
        NO_KEYS,
        /** Signing is switched off for the domain. */
        SWITCHED_OFF,
        /** The keys wait for their DNS records. */
        PENDING_DNS
    }
}
