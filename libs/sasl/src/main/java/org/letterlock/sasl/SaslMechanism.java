package org.letterlock.sasl;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The mechanisms of the suite, by preference. Whether one is offered is the security policy's decision. APOP is no SASL
 * mechanism, but the policy's list names it among them, and its exchange runs as theirs do.
 *
 * <p>A mechanism is one constant here, its states in {@link ServerState} and one class that {@link ServerExchange} hands them
 * to; the compiler finds every place that a new one has to be added to.
 */
public enum SaslMechanism {
    /** RFC 5802, RFC 7677, bound to the TLS channel. */
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", Kind.CHALLENGE, StoredCredential.SCRAM_SHA_256_KEYS, true),
    /** RFC 5802, RFC 7677. */
    SCRAM_SHA_256("SCRAM-SHA-256", Kind.CHALLENGE, StoredCredential.SCRAM_SHA_256_KEYS, true),
    /** RFC 2831, historic by RFC 6331; for old clients. */
    DIGEST_MD5("DIGEST-MD5", Kind.CHALLENGE, StoredCredential.DIGEST_MD5_KEYS, false),
    /** RFC 2195; for old clients. */
    CRAM_MD5("CRAM-MD5", Kind.CHALLENGE, StoredCredential.CRAM_MD5_KEYS, false),
    /** MS-NLMP, version 2 only. */
    NTLM("NTLM", Kind.CHALLENGE, StoredCredential.NTLM_VERIFIER, false),
    /** RFC 1939 section 7. */
    APOP("APOP", Kind.CHALLENGE, StoredCredential.APOP_PASSWORD, false),
    /** RFC 4616. */
    PLAIN("PLAIN", Kind.CLEARTEXT, StoredCredential.PASSWORD, true),
    /** Never standardised; what old mail clients use in place of PLAIN. */
    LOGIN("LOGIN", Kind.CLEARTEXT, StoredCredential.PASSWORD, true);

    /** What crosses the wire. */
    public enum Kind {
        /** The password itself. */
        CLEARTEXT,
        /** The proof that one has it. */
        CHALLENGE,
        /** A token that is as good as the password while it lives; inside TLS only, in every mode (TOK-3). */
        BEARER
    }

    private final String rfcName;
    private final Kind kind;
    private final StoredCredential needs;
    private final boolean enabledByDefault;

    SaslMechanism(String rfcName, Kind kind, StoredCredential needs, boolean enabledByDefault) {
        this.rfcName = rfcName;
        this.kind = kind;
        this.needs = needs;
        this.enabledByDefault = enabledByDefault;
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

    /** What crosses the wire. */
    public Kind kind() {
        return kind;
    }

    /** What an account must have stored. */
    public StoredCredential needs() {
        return needs;
    }

    /** Whether it is on until an administrator says otherwise. */
    public boolean isEnabledByDefault() {
        return enabledByDefault;
    }

    /** Whether it cannot work without TLS, whatever the policy says. */
    public boolean needsTls() {
        return needsChannelBinding() || kind == Kind.BEARER;
    }

    /** The protocols that have it. */
    public Set<SaslProtocol> protocols() {
        return switch (this) {
            case APOP -> EnumSet.of(SaslProtocol.POP3);
            case SCRAM_SHA_256_PLUS, SCRAM_SHA_256, DIGEST_MD5, CRAM_MD5, NTLM, PLAIN, LOGIN ->
                EnumSet.allOf(SaslProtocol.class);
        };
    }

    /** Whether the suite speaks it as a client, too (POL-7). */
    public boolean hasClientSide() {
        return switch (this) {
            case SCRAM_SHA_256_PLUS, SCRAM_SHA_256, DIGEST_MD5, CRAM_MD5, PLAIN, LOGIN -> true;
            case NTLM, APOP -> false;
        };
    }

    /** Whether it works only inside TLS whose binding data both sides know (RFC 5056). */
    public boolean needsChannelBinding() {
        return switch (this) {
            case SCRAM_SHA_256_PLUS -> true;
            case SCRAM_SHA_256, DIGEST_MD5, CRAM_MD5, NTLM, APOP, PLAIN, LOGIN -> false;
        };
    }

    /** Whether the client speaks first, so that an initial response can spare a round trip (RFC 4422 section 3.3). */
    public boolean isClientFirst() {
        return switch (this) {
            case SCRAM_SHA_256_PLUS, SCRAM_SHA_256, NTLM, PLAIN -> true;
            case DIGEST_MD5, CRAM_MD5, APOP, LOGIN -> false;
        };
    }
}
