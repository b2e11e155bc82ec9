package org.letterlock.sasl.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslMechanism.Kind;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.StoredCredential;
import org.letterlock.sasl.policy.Connection.Channel;
import org.letterlock.sasl.policy.Connection.Peer;
import org.letterlock.sasl.policy.Connection.Port;
import org.letterlock.sasl.policy.RelayLogin.Trust;
import org.letterlock.sasl.policy.Verdict.Allowed;
import org.letterlock.sasl.policy.Verdict.Cause;
import org.letterlock.sasl.policy.Verdict.Refused;

class LoginPolicyTest {
    private static final List<SaslMechanism> ALL = List.of(SaslMechanism.values());
    private static final Set<StoredCredential> EVERYTHING = EnumSet.allOf(StoredCredential.class);
    private static final Set<StoredCredential> ORDINARY =
            EnumSet.of(StoredCredential.PASSWORD, StoredCredential.SCRAM_SHA_256_KEYS);

    /** Each row of the matrix, its alternatives written out. */
    @ParameterizedTest
    @CsvSource({
        "NONE,CLEAR,OTHER,NOT_EXEMPT,ok,ok,ALLOWED",
        "NONE,CLEAR,OTHER,EXEMPT,ok,ok,ALLOWED",
        "NONE,CLEAR,PORT_25,NOT_EXEMPT,ok,ok,ALLOWED",
        "NONE,TLS,OTHER,NOT_EXEMPT,ok,ok,ALLOWED",
        "SECURE_AUTH,CLEAR,OTHER,NOT_EXEMPT,R:tls,ok,ALLOWED",
        "SECURE_AUTH,CLEAR,PORT_25,NOT_EXEMPT,R:tls,ok,ALLOWED",
        "SECURE_AUTH,CLEAR,OTHER,EXEMPT,ok,ok,ALLOWED",
        "SECURE_AUTH,TLS,OTHER,NOT_EXEMPT,tunnel,ok,ALLOWED",
        "SECURE_AUTH,TLS,OTHER,EXEMPT,tunnel,ok,ALLOWED",
        "ENCRYPTED,CLEAR,OTHER,NOT_EXEMPT,R:tls,R:tls,ONLY_STARTTLS",
        "ENCRYPTED,CLEAR,PORT_25,NOT_EXEMPT,R:tls,ok,ALLOWED",
        "ENCRYPTED,CLEAR,OTHER,EXEMPT,ok,ok,ALLOWED",
        "ENCRYPTED,CLEAR,PORT_25,EXEMPT,ok,ok,ALLOWED",
        "ENCRYPTED,TLS,OTHER,NOT_EXEMPT,ok,ok,ALLOWED",
        "ENCRYPTED,TLS,PORT_25,NOT_EXEMPT,ok,ok,ALLOWED"
    })
    @Tag("POL-3")
    void matrixIsTheOneOfTheSpecification(
            SecurityMode mode,
            Channel channel,
            Port port,
            Peer peer,
            String cleartext,
            String challenge,
            UseWithoutLogin without) {
        for (SaslProtocol protocol : SaslProtocol.values()) {
            Connection connection = new Connection(protocol, channel, port, peer);
            for (boolean tunnel : new boolean[] {true, false}) {
                LoginPolicy policy = new LoginPolicy(mode, ALL, tunnel, true, EVERYTHING);
                String secured = tunnel ? "ok" : "R:mech";
                assertThat(text(policy.judge(SaslMechanism.PLAIN, connection)))
                        .isEqualTo(cleartext.equals("tunnel") ? secured : cleartext);
                assertThat(text(policy.judgePasswordCommand(connection)))
                        .isEqualTo(cleartext.equals("tunnel") ? secured : cleartext);
                assertThat(text(policy.judge(SaslMechanism.SCRAM_SHA_256, connection)))
                        .isEqualTo(challenge);
                assertThat(policy.judgeUseWithoutLogin(connection)).isEqualTo(without);
            }
        }
    }

    @Test
    @Tag("POL-6")
    void advertisedIsTheListInItsOrderWithoutWhatCannotWork() {
        List<SaslMechanism> order = List.of(
                SaslMechanism.LOGIN,
                SaslMechanism.NTLM,
                SaslMechanism.APOP,
                SaslMechanism.SCRAM_SHA_256_PLUS,
                SaslMechanism.SCRAM_SHA_256);
        LoginPolicy policy = new LoginPolicy(SecurityMode.SECURE_AUTH, order, true, true, ORDINARY);
        LoginPolicy full = new LoginPolicy(SecurityMode.SECURE_AUTH, order, true, true, EVERYTHING);

        assertThat(policy.advertised(connection(SaslProtocol.SMTP, Channel.BINDABLE_TLS)))
                .containsExactly(SaslMechanism.LOGIN, SaslMechanism.SCRAM_SHA_256_PLUS, SaslMechanism.SCRAM_SHA_256);
        assertThat(policy.advertised(connection(SaslProtocol.SMTP, Channel.TLS)))
                .containsExactly(SaslMechanism.LOGIN, SaslMechanism.SCRAM_SHA_256);
        assertThat(policy.advertised(connection(SaslProtocol.SMTP, Channel.CLEAR)))
                .containsExactly(SaslMechanism.SCRAM_SHA_256);
        assertThat(full.advertised(connection(SaslProtocol.POP3, Channel.CLEAR)))
                .containsExactly(SaslMechanism.NTLM, SaslMechanism.APOP, SaslMechanism.SCRAM_SHA_256);
    }

    @Test
    @Tag("POL-5")
    void nothingIsAdvertisedWhereNothingIsLeft() {
        LoginPolicy policy =
                new LoginPolicy(SecurityMode.SECURE_AUTH, List.of(SaslMechanism.PLAIN), false, true, ORDINARY);

        assertThat(policy.advertised(connection(SaslProtocol.IMAP, Channel.CLEAR)))
                .isEmpty();
    }

    @Test
    @Tag("POL-4")
    void tunnelIsForcedOnWithoutAChallengeMechanism() {
        LoginPolicy policy =
                new LoginPolicy(SecurityMode.SECURE_AUTH, List.of(SaslMechanism.PLAIN), false, true, ORDINARY);

        assertThat(policy.judge(SaslMechanism.PLAIN, connection(SaslProtocol.IMAP, Channel.TLS)))
                .isEqualTo(new Allowed());
        assertThat(LoginPolicy.needsTunnel(ALL)).isFalse();
    }

    @Test
    @Tag("TOK-3")
    void bearersNeverComeInClear() {
        for (SecurityMode mode : SecurityMode.values()) {
            LoginPolicy policy = new LoginPolicy(mode, ALL, true, true, EVERYTHING);
            Connection clear = new Connection(SaslProtocol.SMTP, Channel.CLEAR, Port.PORT_25, Peer.EXEMPT);
            assertThat(policy.judge(Kind.BEARER, clear)).isEqualTo(new Refused(Cause.BEARER_IN_CLEAR));
        }
    }

    @Test
    @Tag("POL-8")
    void whatIsNotListedIsOff() {
        LoginPolicy policy = new LoginPolicy(SecurityMode.NONE, List.of(SaslMechanism.LOGIN), true, true, ORDINARY);
        Connection connection = connection(SaslProtocol.IMAP, Channel.CLEAR);

        assertThat(text(policy.judge(SaslMechanism.PLAIN, connection))).isEqualTo("R:mech");
        assertThat(policy.judgePasswordCommand(connection)).isEqualTo(new Allowed());
    }

    @Test
    @Tag("POL-13")
    void port25MayBeWithoutLogins() {
        LoginPolicy policy = new LoginPolicy(SecurityMode.NONE, ALL, true, false, EVERYTHING);
        Connection port25 = new Connection(SaslProtocol.SMTP, Channel.BINDABLE_TLS, Port.PORT_25, Peer.NOT_EXEMPT);

        assertThat(policy.advertised(port25)).isEmpty();
        assertThat(text(policy.judge(SaslMechanism.PLAIN, port25))).isEqualTo("R:mech");
        assertThat(policy.judgeUseWithoutLogin(port25)).isEqualTo(UseWithoutLogin.ALLOWED);
        assertThat(policy.advertised(connection(SaslProtocol.SMTP, Channel.CLEAR)))
                .isNotEmpty();
    }

    @Test
    @Tag("POL-12")
    void sessionsGoOnUnlessTheyLackTheTlsThatTheModeWants() {
        List<SaslMechanism> none = List.of();
        LoginPolicy open = new LoginPolicy(SecurityMode.NONE, none, true, true, EVERYTHING);
        LoginPolicy secure = new LoginPolicy(SecurityMode.SECURE_AUTH, none, false, true, EVERYTHING);
        LoginPolicy encrypted = new LoginPolicy(SecurityMode.ENCRYPTED, none, true, true, EVERYTHING);
        Connection clear = connection(SaslProtocol.IMAP, Channel.CLEAR);
        Connection tls = connection(SaslProtocol.IMAP, Channel.TLS);
        Connection exempt = new Connection(SaslProtocol.IMAP, Channel.CLEAR, Port.OTHER, Peer.EXEMPT);

        assertThat(open.mayGoOn(SaslMechanism.PLAIN, clear)).isTrue();
        assertThat(secure.mayGoOn(SaslMechanism.PLAIN, clear)).isFalse();
        assertThat(secure.mayGoOn(SaslMechanism.CRAM_MD5, clear)).isTrue();
        assertThat(secure.mayGoOn(SaslMechanism.PLAIN, tls)).isTrue();
        assertThat(encrypted.mayGoOn(SaslMechanism.CRAM_MD5, clear)).isFalse();
        assertThat(encrypted.mayGoOn(SaslMechanism.PLAIN, exempt)).isTrue();
        assertThat(encrypted.mayGoOn(SaslMechanism.PLAIN, tls)).isTrue();
    }

    @Test
    void defaultsAreThoseOfTheSpecification() {
        assertThat(Arrays.stream(SaslMechanism.values()).filter(SaslMechanism::isEnabledByDefault))
                .containsExactly(
                        SaslMechanism.SCRAM_SHA_256_PLUS,
                        SaslMechanism.SCRAM_SHA_256,
                        SaslMechanism.PLAIN,
                        SaslMechanism.LOGIN);
    }

    @Test
    @Tag("POL-7")
    void relayLoginTakesTheFirstThatIsSafe() {
        assertThat(RelayLogin.choose(ALL, Set.of("plain", "NTLM"), Trust.UNVERIFIED))
                .isEmpty();
        assertThat(RelayLogin.choose(ALL, Set.of("plain", "NTLM"), Trust.VERIFIED_TLS))
                .contains(SaslMechanism.PLAIN);
        assertThat(RelayLogin.choose(ALL, Set.of("PLAIN", "CRAM-MD5"), Trust.UNVERIFIED))
                .contains(SaslMechanism.CRAM_MD5);
        assertThat(RelayLogin.choose(ALL, Set.of("SCRAM-SHA-256-PLUS"), Trust.VERIFIED_TLS))
                .isEmpty();
    }

    private static Connection connection(SaslProtocol protocol, Channel channel) {
        return new Connection(protocol, channel, Port.OTHER, Peer.NOT_EXEMPT);
    }

    private static String text(Verdict verdict) {
        return switch (verdict) {
            case Allowed _ -> "ok";
            case Refused refused ->
                switch (refused.reply()) {
                    case TLS -> "R:tls";
                    case MECHANISM -> "R:mech";
                };
        };
    }
}
