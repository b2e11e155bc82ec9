package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.SecurityPolicy.Mode;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Challenge;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.sasl.ChannelBindingType;
import org.letterlock.sasl.ChannelBindings;
import org.letterlock.sasl.ClientExchange;
import org.letterlock.sasl.ClientIdentity;
import org.letterlock.sasl.ClientParameters;
import org.letterlock.sasl.ClientState;
import org.letterlock.sasl.ClientStep;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslMessage;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.policy.Connection;
import org.letterlock.sasl.policy.Verdict;
import org.letterlock.service.policy.LoginPolicies;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What {@code /explain/login} foretells comes true (EXP-6): questions about random policies, accounts and connections, and
 * then the logins themselves with the right password, by each mechanism.
 */
class LoginPredictionTest {
    private static final long SEED = 20_261_124;
    private static final int POLICIES = 25;
    private static final int QUESTIONS = 4;
    private static final String DOMAIN = "foretold.test";
    private static final String PASSWORD = "a promised secret 7";
    private static final String INSIDE = "203.0.113.41";
    private static final String OUTSIDE = "198.51.100.41";
    private static final Octets CHANNEL = Octets.wrap(new byte[] {1, 2, 3, 4});
    private static final List<String> ACCOUNTS = List.of(
            "strong",
            "sha",
            "legacy",
            "off",
            "barred",
            "aged",
            "factor",
            "factor-off",
            "denied",
            "from-inside",
            "nobody");
    private static final List<String> DOORS = List.of("smtp", "submission", "smtps", "imap", "imaps");

    private static @Nullable IpGroupId inside;

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @BeforeAll
    static void prepare() {
        AuthServiceFixture service = AuthServiceFixture.running();
        inside = service.ipGroup("inside of what is foretold", INSIDE);
        String domain = service.domain(DOMAIN);
        create(service, "strong", Map.of());
        create(service, "sha", Map.of("passwordFormat", "SHA"));
        create(service, "legacy", Map.of("legacySecrets", List.of("cram-md5", "digest-md5", "ntlm")));
        create(service, "off", Map.of("enabled", false));
        create(service, "barred", Map.of("mayLogIn", false));
        enrol(service, create(service, "factor", Map.of()), "factor");
        String factorOff = create(service, "factor-off", Map.of());
        enrol(service, factorOff, "factor-off");
        service.patch("/api/v1/accounts/" + factorOff, Map.of("enabled", false)).expect(200);
        assign(
                service,
                create(service, "denied", Map.of()),
                new AccessPolicy.Rule("imap", AccessPolicy.Verdict.DENY, null));
        assign(
                service,
                create(service, "from-inside", Map.of()),
                new AccessPolicy.Rule("smtp-submission", AccessPolicy.Verdict.ALLOW_ONLY_FROM, inside));
        age(service, domain, create(service, "aged", Map.of()));
    }

    @AfterAll
    static void restore() {
        AuthServiceFixture.running().publish(Topics.POLICY_SECURITY, "security", SecurityPolicy.DEFAULT);
    }

    @Test
    @Tag("EXP-6")
    @Tag("AUTH-12")
    void whatIsForetoldOfALoginComesTrue() {
        Random random = new Random(SEED);
        for (int i = 0; i < POLICIES; i++) {
            SecurityPolicy policy = randomPolicy(random);
            service.publish(Topics.POLICY_SECURITY, "security", policy);
            for (int k = 0; k < QUESTIONS; k++) {
                String door = pick(random, DOORS);
                compare(
                        policy,
                        pick(random, ACCOUNTS) + "@" + DOMAIN,
                        random.nextBoolean() ? INSIDE : OUTSIDE,
                        door,
                        door.equals("smtps") || door.equals("imaps") || random.nextBoolean());
            }
        }
    }

    private void compare(SecurityPolicy policy, String account, String address, String door, boolean tls) {
        String question =
                "%s from %s to %s, %s, under %s".formatted(account, address, door, tls ? "TLS" : "clear", policy);
        AuthServiceFixture.Reply foretold = service.create(
                        "/api/v1/explain/login",
                        Map.of("account", account, "ip", address, "service", door, "transport", tls ? "tls" : "clear"))
                .expect(200);
        List<String> advertised = texts(foretold, "advertised");
        List<String> usable = texts(foretold, "usable");
        String reply = foretold.body().path("blockedBy").path("reply").asString("");
        Map<SaslMechanism, String> outcomes = new HashMap<>();
        for (SaslMechanism mechanism : SaslMechanism.values()) {
            Connection connection = connection(policy, address, door, tls);
            Verdict verdict = LoginPolicies.of(policy).judge(mechanism, connection);
            assertThat(advertised.contains(mechanism.rfcName()))
                    .as("%s advertised to %s", mechanism, question)
                    .isEqualTo(verdict instanceof Verdict.Allowed);
            if (verdict instanceof Verdict.Allowed) {
                outcomes.put(mechanism, outcome(login(mechanism, account, address, door, tls)));
            }
        }
        outcomes.forEach((mechanism, outcome) -> {
            boolean shouldWork = usable.contains(mechanism.rfcName());
            assertThat(outcome).as("%s for %s", mechanism, question).isEqualTo(shouldWork ? reply : "R:cred");
        });
        if (reply.equals("R:tls") || reply.equals("R:mech")) {
            assertThat(outcomes).as(question).isEmpty();
        } else {
            assertThat(outcomes).as(question).isNotEmpty();
        }
        if (usable.isEmpty() && !outcomes.isEmpty()) {
            assertThat(reply).as(question).isEqualTo("R:cred");
        }
    }

    private static Connection connection(SecurityPolicy policy, String address, String door, boolean tls) {
        IpGroupId exempt = policy.exempt();
        return new Connection(
                protocol(door),
                tls ? Connection.Channel.BINDABLE_TLS : Connection.Channel.CLEAR,
                door.equals("smtp") ? Connection.Port.PORT_25 : Connection.Port.OTHER,
                exempt != null && address.equals(INSIDE) ? Connection.Peer.EXEMPT : Connection.Peer.NOT_EXEMPT);
    }

    private static SaslProtocol protocol(String door) {
        return door.startsWith("imap") ? SaslProtocol.IMAP : SaslProtocol.SMTP;
    }

    private static String outcome(AuthenticationReply reply) {
        return switch (reply) {
            case Granted _ -> "";
            case Refused(Reason reason) ->
                switch (reason) {
                    case CREDENTIALS -> "R:cred";
                    case DISABLED -> "R:disabled";
                    case EXPIRED -> "R:expired";
                    case SECOND_FACTOR -> "R:weak";
                    case ACCESS_POLICY -> "R:policy";
                    case LOCKED -> "R:lock";
                    case TEMPORARY -> "R:temp";
                    case MECHANISM -> "R:mech";
                    case MALFORMED, AUTHORIZATION_IDENTITY -> throw new AssertionError(reply);
                };
            default -> throw new AssertionError(reply);
        };
    }

    private SecurityPolicy randomPolicy(Random random) {
        List<String> methods = new ArrayList<>();
        for (SaslMechanism mechanism : SaslMechanism.values()) {
            if (random.nextInt(3) > 0) {
                methods.add(mechanism.rfcName());
            }
        }
        if (methods.isEmpty()) {
            methods.add("PLAIN");
        }
        Collections.shuffle(methods, random);
        return new SecurityPolicy(
                pick(random, List.of(Mode.values())),
                random.nextBoolean() ? inside : null,
                random.nextBoolean() ? inside : null,
                methods,
                random.nextBoolean(),
                random.nextBoolean());
    }

    private AuthenticationReply login(
            SaslMechanism mechanism, String account, String address, String door, boolean tls) {
        UUID connection = UUID.randomUUID();
        if (mechanism == SaslMechanism.NTLM) {
            AuthenticationReply reply =
                    begin(connection, mechanism, address, door, tls, SaslMessage.of(NtlmClient.negotiate()));
            return reply instanceof Challenge challenge
                    ? proceed(
                            connection,
                            challenge,
                            SaslMessage.of(NtlmClient.authenticate(
                                    challenge.challenge().toBytes(), account, PASSWORD)))
                    : reply;
        }
        ChannelBindings bindings = tls
                ? new ChannelBindings(Map.of(ChannelBindingType.TLS_EXPORTER, SaslMessage.of(CHANNEL.toBytes())))
                : ChannelBindings.NONE;
        ClientStep step = ClientExchange.start(
                mechanism,
                new ClientIdentity(account, ""),
                Password.parse(PASSWORD).require(),
                new ClientParameters(
                        bindings,
                        mechanism == SaslMechanism.SCRAM_SHA_256_PLUS,
                        "fyko+d2lbbFgONRv9qkxdawL",
                        protocol(door),
                        "mx.example.org"));
        AuthenticationReply reply = begin(
                connection,
                mechanism,
                address,
                door,
                tls,
                step instanceof ClientStep.Send(SaslMessage response, var _) ? response : null);
        while (reply instanceof Challenge challenge) {
            step = ClientExchange.next(
                    stateOf(step), SaslMessage.of(challenge.challenge().toBytes()));
            reply = proceed(connection, challenge, ((ClientStep.Send) step).response());
        }
        return reply;
    }

    private AuthenticationReply begin(
            UUID connection,
            SaslMechanism mechanism,
            String address,
            String door,
            boolean tls,
            @Nullable SaslMessage initial) {
        return service.ask(new AuthenticationRequest.Begin(
                connection,
                mechanism.rfcName(),
                protocol(door) == SaslProtocol.IMAP ? "imap" : "smtp-submission", // as the ingresses say it
                address,
                tls,
                tls ? Map.of("tls-exporter", CHANNEL) : Map.of(),
                false,
                initial == null ? null : service.envelopes().seal(initial.toOctets())));
    }

    private AuthenticationReply proceed(UUID connection, Challenge challenge, SaslMessage response) {
        return service.ask(new AuthenticationRequest.Continue(
                connection, challenge.continuation(), service.envelopes().seal(response.toOctets())));
    }

    private static ClientState stateOf(ClientStep step) {
        return switch (step) {
            case ClientStep.Send(SaslMessage _, ClientState next) -> next;
            case ClientStep.Wait(ClientState next) -> next;
            case ClientStep.Failed failed -> throw new AssertionError(failed);
        };
    }

    private static String create(AuthServiceFixture service, String name, Map<String, ?> members) {
        Map<String, Object> document = new HashMap<>(members);
        document.put("login", name + "@" + DOMAIN);
        document.put("password", PASSWORD);
        return service.create("/api/v1/accounts", document).expect(201).text("id");
    }

    private static void enrol(AuthServiceFixture service, String account, String name) {
        assertThat(account).isNotEmpty();
        String session = service.anonymous(
                        "POST", "/api/v1/sessions/login", AuthServiceFixture.login(name + "@" + DOMAIN, PASSWORD))
                .expect(200)
                .text("token");
        Authenticator authenticator = new Authenticator(
                service.as(session, "POST", "/api/v1/me/second-factor", "").text("secret"));
        service.as(session, "POST", "/api/v1/me/second-factor/confirm", Map.of("code", authenticator.code(0)))
                .expect(200);
    }

    private static void assign(AuthServiceFixture service, String account, AccessPolicy.Rule rule) {
        AccessPolicyId id = new AccessPolicyId(UUID.randomUUID());
        service.publish(new AccessPolicy(id, "of " + account, List.of(rule)));
        service.patch("/api/v1/accounts/" + account, Map.of("accessPolicy", id.value()))
                .expect(200);
    }

    private static void age(AuthServiceFixture service, String domain, String account) {
        service.patch("/api/v1/domains/" + domain + "/password-policy", Map.of("expiry", true))
                .expect(200);
        JdbcClient jdbc = service.bean(JdbcClient.class);
        jdbc.sql("UPDATE password_policies SET expiry_since = now() - interval '1000 days' WHERE domain_id = ?")
                .param(UUID.fromString(domain))
                .update();
        jdbc.sql("UPDATE credentials SET changed_at = now() - make_interval(days => ?) WHERE account_id = ?")
                .params((int) Duration.ofDays(400).toDays(), UUID.fromString(account))
                .update();
    }

    private static List<String> texts(AuthServiceFixture.Reply reply, String member) {
        return StreamSupport.stream(reply.body().path(member).spliterator(), false)
                .map(node -> node.asString())
                .toList();
    }

    private static <T> T pick(Random random, List<T> among) {
        return among.get(random.nextInt(among.size()));
    }
}
