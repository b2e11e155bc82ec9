package org.letterlock.sasl;

import java.util.Arrays;
import java.util.Optional;

/** The mechanisms of the suite, by preference. Whether one is offered is the security policy's decision. */
public enum SaslMechanism {
    /** RFC 5802, RFC 7677, bound to the TLS channel. */
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", Kind.CHALLENGE),
    /** RFC 5802, RFC 7677. */
    SCRAM_SHA_256("SCRAM-SHA-256", Kind.CHALLENGE),
    /** RFC 4616. */
    PLAIN("PLAIN", Kind.CLEARTEXT),
    /** Never standardised; what old mail clients use in place of PLAIN. */
    LOGIN("LOGIN", Kind.CLEARTEXT);

    /** Whether the password itself crosses the wire. */
    public enum Kind {
        CLEARTEXT,
        CHALLENGE
    }

    private final String rfcName;
    private final Kind kind;

    SaslMechanism(String rfcName, Kind kind) {
        this.rfcName = rfcName;
        this.kind = kind;
    }

    /** The mechanism of that name, in any case of letters (RFC 4422 section 3.1 has upper case; clients differ). */
    public static Optional<SaslMechanism> find(String name) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.rfcName.equalsIgnoreCase(name))
                .findFirst();
    }

    /** The registered name. */
    public String rfcName() {
        return rfcName;
    }

    /** Whether the password itself crosses the wire. */
    public Kind kind() {
        return kind;
    }

    /** Whether it works only inside TLS whose binding data both sides know (RFC 5056). */
    public boolean needsChannelBinding() {
        return switch (this) {
            case SCRAM_SHA_256_PLUS -> true;
            case SCRAM_SHA_256, PLAIN, LOGIN -> false;
        };
    }

    /** Whether the client speaks first, so that an initial response can spare a round trip (RFC 4422 section 3.3). */
    public boolean isClientFirst() {
        return switch (this) {
            case SCRAM_SHA_256_PLUS, SCRAM_SHA_256, PLAIN -> true;
            case LOGIN -> false;
        };
    }
}
