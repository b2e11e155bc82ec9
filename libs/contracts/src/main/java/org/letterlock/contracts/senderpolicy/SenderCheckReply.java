package org.letterlock.contracts.senderpolicy;

import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.address.AddrSpec;

/** Whether the client may use the sender addresses that it used. */
public sealed interface SenderCheckReply {
    /**
     * All of them.
     *
     * @param sender what the Sender field must say (DELEG-2); null where the message stays as it is
     */
    record Permitted(@Nullable AddrSpec sender) implements SenderCheckReply {}

    /** One of them not: the message is refused with {@link #reply()}. */
    record Refused(Identity identity, AddrSpec address, Rule rule) implements SenderCheckReply {
        /** Text of the 550 5.7.1 reply; names the refused address and never a permitted one (SPOOF-6, SPOOF-7). */
        public String reply() {
            String refused = address.format();
            return switch (rule) {
                case LOGIN_REQUIRED ->
                    switch (identity) {
                        case MAIL_FROM -> "Authentication required to send from " + refused;
                        case FROM -> "Authentication required: From address " + refused + " belongs to a local domain";
                        case SENDER ->
                            "Authentication required: Sender address " + refused + " belongs to a local domain";
                    };
                case NOT_OWN_ADDRESS, FOREIGN_DOMAIN, ACCOUNT_MAY_NOT_SEND ->
                    switch (identity) {
                        case MAIL_FROM -> "Sender address " + refused + " not permitted for authenticated user";
                        case FROM -> "From header address " + refused + " not permitted for authenticated user";
                        case SENDER -> "Sender header address " + refused + " not permitted for authenticated user";
                    };
            };
        }
    }

    /** Which address of the message (RFC 5321 and RFC 5322). */
    enum Identity {
        MAIL_FROM,
        FROM,
        SENDER
    }

    /** Why it was refused. */
    enum Rule {
        /** An address of a protected domain, and nobody is logged in. */
        LOGIN_REQUIRED,
        /** An address of a protected domain that is none of the account's five kinds. */
        NOT_OWN_ADDRESS,
        /** An address of a foreign domain, used by a logged-in sender. */
        FOREIGN_DOMAIN,
        /** The account is disabled or unknown by now (SPOOF-18). */
        ACCOUNT_MAY_NOT_SEND
    }
}
