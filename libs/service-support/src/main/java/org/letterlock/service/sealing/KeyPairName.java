package org.letterlock.service.sealing;

import org.letterlock.contracts.mail.Reader;

/** A service to which others seal what only it may open (KEY-1). */
public enum KeyPairName {
    MAILSTORE,
    EGRESS,
    AUTH;

    /** The key pair of a reader of sealed content. */
    public static KeyPairName of(Reader reader) {
        return switch (reader) {
            case MAILSTORE -> MAILSTORE;
            case EGRESS -> EGRESS;
        };
    }
}
