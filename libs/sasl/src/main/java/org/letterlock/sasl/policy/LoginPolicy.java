package org.letterlock.sasl.policy;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslMechanism.Kind;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.StoredCredential;
import org.letterlock.sasl.policy.Verdict.Allowed;
import org.letterlock.sasl.policy.Verdict.Cause;
import org.letterlock.sasl.policy.Verdict.Refused;

/**
 * The security policy's say on mechanisms. Advertising, deciding and explaining all ask {@link #judge(SaslMechanism,
 * Connection)}, so they cannot differ.
 */
public final class LoginPolicy {
    private final SecurityMode mode;
    private final List<SaslMechanism> methods;
    private final boolean tlsTunnel;
    private final boolean authOnPort25;
    private final Set<StoredCredential> verifiers;

    /**
     * A policy in force.
     *
     * @param methods by preference; what is not in it is off (POL-8)
     * @param tlsTunnel whether TLS makes cleartext mechanisms secure; forced on without a challenge mechanism (POL-4)
     * @param authOnPort25 whether one may log in on port 25 at all (POL-13)
     * @param verifiers what the installation has something to check with
     * @throws IllegalArgumentException if a method is listed twice
     */
    public LoginPolicy(
            SecurityMode mode,
            List<SaslMechanism> methods,
            boolean tlsTunnel,
            boolean authOnPort25,
            Set<StoredCredential> verifiers) {
        if (new LinkedHashSet<>(methods).size() != methods.size()) {
            throw new IllegalArgumentException("a method is listed twice");
        }
        this.mode = mode;
        this.methods = List.copyOf(methods);
        this.tlsTunnel = tlsTunnel || needsTunnel(methods);
        this.authOnPort25 = authOnPort25;
        this.verifiers = verifiers.isEmpty() ? Set.of() : Set.copyOf(verifiers);
    }

    /** Whether no challenge mechanism is enabled, so that {@code tlsTunnel} cannot be switched off (POL-4). */
    public static boolean needsTunnel(List<SaslMechanism> methods) {
        return methods.stream().noneMatch(method -> method.kind() == Kind.CHALLENGE);
    }

    /** What a client is shown, the first available method first (POL-6); may be empty (POL-5). */
    public List<SaslMechanism> advertised(Connection connection) {
        return methods.stream()
                .filter(method -> judge(method, connection) instanceof Allowed)
                .toList();
    }

    /** Whether a client may use a mechanism. */
    public Verdict judge(SaslMechanism mechanism, Connection connection) {
        if (!methods.contains(mechanism)) {
            return new Refused(Cause.NOT_ENABLED);
        }
        if (!mechanism.protocols().contains(connection.protocol())) {
            return new Refused(Cause.OTHER_PROTOCOL);
        }
        if (!verifiers.contains(mechanism.needs())) {
            return new Refused(Cause.NO_VERIFIER);
        }
        if (connection.port() == Connection.Port.PORT_25 && !authOnPort25) {
            return new Refused(Cause.NO_LOGIN_ON_PORT_25);
        }
        Verdict byKind = judge(mechanism.kind(), connection);
        boolean isBound = connection.channel() == Connection.Channel.BINDABLE_TLS;
        return byKind instanceof Allowed && mechanism.needsChannelBinding() && !isBound
                ? new Refused(Cause.NO_CHANNEL_BINDING)
                : byKind;
    }

    /**
     * Whether a client may send its password by a command of the protocol itself: IMAP {@code LOGIN}, POP3 {@code USER}, NNTP
     * {@code AUTHINFO USER}, LDAP simple bind. They stand and fall with PLAIN and LOGIN (POL-5).
     */
    public Verdict judgePasswordCommand(Connection connection) {
        Verdict plain = judge(SaslMechanism.PLAIN, connection);
        return plain instanceof Refused(Cause cause) && cause == Cause.NOT_ENABLED
                ? judge(SaslMechanism.LOGIN, connection)
                : plain;
    }

    /**
     * Whether a session may go on that began by a mechanism under another policy: not if it lacks the TLS that the mode wants
     * now (POL-12). That the mechanism is off now is no reason to end it.
     */
    public boolean mayGoOn(SaslMechanism begunBy, Connection connection) {
        return !(judge(begunBy.kind(), connection) instanceof Refused refused && refused.reply() == Verdict.Reply.TLS);
    }

    /** What a client may do before it logs in (POL-3). */
    public UseWithoutLogin judgeUseWithoutLogin(Connection connection) {
        return switch (mode) {
            case NONE, SECURE_AUTH -> UseWithoutLogin.ALLOWED;
            case ENCRYPTED ->
                isFree(connection) || connection.port() == Connection.Port.PORT_25
                        ? UseWithoutLogin.ALLOWED
                        : UseWithoutLogin.ONLY_STARTTLS;
        };
    }

    /** The enabled mechanisms that can work for an account that has these credentials (POL-9), by preference. */
    public List<SaslMechanism> usable(Set<StoredCredential> ofAccount) {
        return methods.stream()
                .filter(method -> ofAccount.contains(method.needs()))
                .toList();
    }

    /** Whether somebody who is inside TLS, and in no exempt group, may show a password (POL-10). */
    public boolean hasUsableCleartext() {
        Connection insideTls = new Connection(
                SaslProtocol.IMAP, Connection.Channel.TLS, Connection.Port.OTHER, Connection.Peer.NOT_EXEMPT);
        return advertised(insideTls).stream().anyMatch(method -> method.kind() == Kind.CLEARTEXT);
    }

    /** What the suite's own accounts can be checked with: their passwords, and the legacy secrets made of them (CRED-4). */
    public static Set<StoredCredential> localVerifiers() {
        return EnumSet.of(
                StoredCredential.PASSWORD,
                StoredCredential.SCRAM_SHA_256_KEYS,
                StoredCredential.CRAM_MD5_KEYS,
                StoredCredential.DIGEST_MD5_KEYS,
                StoredCredential.NTLM_VERIFIER);
    }

    // The matrix of POL-3, and TOK-3.
    Verdict judge(Kind kind, Connection connection) {
        boolean encrypted = connection.channel().isEncrypted();
        if (kind == Kind.BEARER && !encrypted) {
            return new Refused(Cause.BEARER_IN_CLEAR);
        }
        return switch (mode) {
            case NONE -> new Allowed();
            case SECURE_AUTH -> kind == Kind.CLEARTEXT ? secureAuth(connection) : new Allowed();
            case ENCRYPTED -> {
                boolean challengeOnPort25 = kind == Kind.CHALLENGE && connection.port() == Connection.Port.PORT_25;
                yield isFree(connection) || challengeOnPort25 ? new Allowed() : new Refused(Cause.MODE);
            }
        };
    }

    private Verdict secureAuth(Connection connection) {
        if (connection.channel().isEncrypted()) {
            return tlsTunnel ? new Allowed() : new Refused(Cause.TUNNEL_OFF);
        }
        return connection.peer() == Connection.Peer.EXEMPT ? new Allowed() : new Refused(Cause.MODE);
    }

    private static boolean isFree(Connection connection) {
        return connection.channel().isEncrypted() || connection.peer() == Connection.Peer.EXEMPT;
    }
}
