package org.letterlock.sasl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.letterlock.sasl.ServerState.AwaitingClient;
import org.letterlock.sasl.ServerState.AwaitingKeys;
import org.letterlock.sasl.ServerStep.Proven;

/**
 * Takes a login that works, changes one of its messages at random and lets the other side read it: nothing throws, nobody
 * becomes somebody else by it, and no server passes for one that knows the password. NTLM, which has no client's side, has
 * such a test of its own.
 */
class MutatedMessagesTest {
    private static final String NAME = "anna@example.org";
    private static final ClientIdentity ANNA = ClientIdentity.of(NAME);
    private static final Password PASSWORD =
            Password.parse("pencil, and = paper").require();
    private static final ScramKeys SCRAM = ScramKeys.derive(PASSWORD, new byte[16], ScramKeys.MIN_ITERATIONS);
    private static final ServerParameters SERVER = new ServerParameters(
            ChannelBindings.NONE,
            false,
            "serverNonce",
            Instant.EPOCH,
            SaslProtocol.IMAP,
            List.of("mail.example.org"),
            List.of("example.org"),
            "EXAMPLE");
    private static final List<String> WORDS = List.of(
            "\0",
            ",",
            "=",
            "\"",
            "\\",
            "\r\n",
            "\u00E9",
            "\uFFFF",
            "n=",
            "a=admin",
            "r=",
            "m=",
            "p=",
            "c=biws",
            "i=1",
            "realm=",
            "nc=00000002",
            "authzid=\"admin\"",
            "qop=auth-int",
            "username=\"admin\"",
            "admin",
            "rspauth=",
            "charset=utf-8",
            "99999999999",
            " ");
    private static final int ROUNDS = 1500;
    private static final int COSTLY_ROUNDS = 60; // each of which derives keys

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NTLM", "APOP", "SCRAM_SHA_256_PLUS"})
    @Tag("AUTH-4")
    @Tag("AUTH-5")
    void whatAServerReadsNeitherThrowsNorMakesAnybodyElse(SaslMechanism mechanism) {
        Random random = new Random(mechanism.ordinal());
        Login login = Login.of(mechanism);
        for (int step = 0; step < login.waiting().size(); step++) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] changed = mutate(login.heard().get(step).toOctets(), random);
                ServerStep next = settled(ServerExchange.next(login.waiting().get(step), SaslMessage.of(changed)));
                assertThat(authenticated(next))
                        .as("%s, round %d: %s", mechanism, round, new String(changed, US_ASCII))
                        .isIn(Optional.empty(), Optional.of(ANNA));
                if (next instanceof ServerStep.Challenge(SaslMessage _, AwaitingClient further)) {
                    assertThat(ServerStates.decode(ServerStates.encode(further)))
                            .contains(further);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NTLM", "APOP", "SCRAM_SHA_256_PLUS"})
    @Tag("AUTH-4")
    void whatAClientReadsDoesNotThrow(SaslMechanism mechanism) {
        Random random = new Random(mechanism.ordinal());
        Login login = Login.of(mechanism);
        for (int step = 0; step < login.asked().size(); step++) {
            ClientState state = login.asking().get(step);
            int rounds = state instanceof ClientState.AwaitingServerFirst ? COSTLY_ROUNDS : ROUNDS;
            SaslMessage good = login.asked().get(step);
            for (int round = 0; round < rounds; round++) {
                SaslMessage changed = SaslMessage.of(mutate(good.toOctets(), random));
                assertThatCode(() -> ClientExchange.next(state, changed)).doesNotThrowAnyException();
                boolean provesServer = state instanceof ClientState.AwaitingServerFinal
                        || state instanceof ClientState.AwaitingRspauth;
                if (provesServer && ClientExchange.accepts(state, Optional.of(changed))) {
                    assertThat(new String(changed.toOctets(), US_ASCII)).startsWith(withoutPadding(good));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NTLM", "APOP", "SCRAM_SHA_256_PLUS"})
    @Tag("CRED-6")
    void aBrokenStoredStateOrKeyIsNone(SaslMechanism mechanism) {
        Random random = new Random(mechanism.ordinal());
        for (AwaitingClient state : Login.of(mechanism).waiting()) {
            byte[] encoded = ServerStates.encode(state);
            for (int round = 0; round < ROUNDS; round++) {
                byte[] changed = mutate(encoded, random);
                assertThatCode(() -> {
                            ServerStates.decode(changed);
                            ScramKeys.decode(changed);
                            CramMd5Keys.decode(changed);
                            DigestMd5Keys.decode(changed);
                            NtHash.decode(changed);
                        })
                        .doesNotThrowAnyException();
            }
        }
        for (byte[] encoded : List.of(SCRAM.encode(), digestKeys().encode())) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] changed = mutate(encoded, random);
                assertThatCode(() -> {
                            ScramKeys.decode(changed);
                            DigestMd5Keys.decode(changed);
                        })
                        .doesNotThrowAnyException();
            }
        }
    }

    /**
     * One login that worked.
     *
     * @param waiting where the server was when it heard the message of the same number
     * @param asking where the client was when it was asked so
     */
    private record Login(
            List<AwaitingClient> waiting, List<SaslMessage> heard, List<ClientState> asking, List<SaslMessage> asked) {

        static Login of(SaslMechanism mechanism) {
            Login login = new Login(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            AwaitingClient server = ServerExchange.start(mechanism, SERVER);
            ClientStep client = ClientExchange.start(
                    mechanism,
                    ANNA,
                    PASSWORD,
                    new ClientParameters(
                            ChannelBindings.NONE, false, "clientNonce", SaslProtocol.IMAP, "mail.example.org"));
            SaslMessage question = ServerExchange.prompt(server);
            while (true) {
                if (client instanceof ClientStep.Wait(ClientState next)) {
                    login.asking().add(next);
                    login.asked().add(question);
                    client = ClientExchange.next(next, question);
                }
                ClientStep.Send sent = (ClientStep.Send) client;
                login.waiting().add(server);
                login.heard().add(sent.response());
                switch (settled(ServerExchange.next(server, sent.response()))) {
                    case ServerStep.Challenge(SaslMessage challenge, AwaitingClient next) -> {
                        login.asking().add(sent.next());
                        login.asked().add(challenge);
                        client = ClientExchange.next(sent.next(), challenge);
                        question = challenge;
                        server = next;
                    }
                    case ServerStep.PasswordGiven(ClientIdentity identity, Password password) -> {
                        assertThat(identity).isEqualTo(ANNA);
                        assertThat(password).isEqualTo(PASSWORD);
                        return login;
                    }
                    case Proven(ClientIdentity identity, SaslMessage data) -> {
                        assertThat(identity).isEqualTo(ANNA);
                        if (data.length() > 0) {
                            login.asking().add(sent.next());
                            login.asked().add(data);
                        }
                        return login;
                    }
                    case ServerStep.KeysWanted _, ServerStep.Failed _ -> throw new AssertionError("the login failed");
                }
            }
        }
    }

    private static Optional<ClientIdentity> authenticated(ServerStep step) {
        return switch (step) {
            case Proven(ClientIdentity identity, SaslMessage _) -> Optional.of(identity);
            // The password is checked against that of the name; who may act for whom is asked after that.
            case ServerStep.PasswordGiven(ClientIdentity identity, Password password) ->
                identity.authentication().equals(NAME)
                                && password.equals(PASSWORD)
                                && (identity.authorization().isEmpty()
                                        || identity.authorization().equals(NAME))
                        ? Optional.of(ANNA)
                        : Optional.empty();
            case ServerStep.Challenge _, ServerStep.KeysWanted _, ServerStep.Failed _ -> Optional.empty();
        };
    }

    private static ServerStep settled(ServerStep step) {
        return step instanceof ServerStep.KeysWanted(AwaitingKeys next)
                ? ServerExchange.next(next, verifier(next))
                : step;
    }

    // As a directory does: by the name that the client gave.
    private static Verifier verifier(AwaitingKeys wanted) {
        boolean isAnna = wanted.name().equals(NAME);
        byte[] secret = new byte[32];
        return switch (wanted.needs()) {
            case CRAM_MD5_KEYS -> isAnna ? CramMd5Keys.of(PASSWORD) : CramMd5Keys.pretended(secret, wanted.name());
            case DIGEST_MD5_KEYS -> isAnna ? digestKeys() : DigestMd5Keys.NONE;
            default -> isAnna ? SCRAM : ScramKeys.pretended(secret, wanted.name(), 16, ScramKeys.MIN_ITERATIONS);
        };
    }

    private static DigestMd5Keys digestKeys() {
        return DigestMd5Keys.derive(List.of(NAME), SERVER.realms(), PASSWORD);
    }

    // The last character of base64 has bits that mean nothing.
    private static String withoutPadding(SaslMessage message) {
        String text = new String(message.toOctets(), US_ASCII);
        int padding = text.indexOf('=', text.length() - 2);
        return padding < 0 ? text : text.substring(0, padding - 1);
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] changed = good;
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            changed = mutateOnce(changed, random);
        }
        return changed;
    }

    private static byte[] mutateOnce(byte[] octets, Random random) {
        if (octets.length == 0) {
            return WORDS.get(random.nextInt(WORDS.size())).getBytes(UTF_8);
        }
        int at = random.nextInt(octets.length);
        int end = at + random.nextInt(octets.length - at) + 1;
        byte[] slice = Arrays.copyOfRange(octets, at, end);
        return switch (random.nextInt(7)) {
            case 0 -> {
                byte[] flipped = octets.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 1 -> Arrays.copyOf(octets, at);
            case 2 -> joined(Arrays.copyOf(octets, at), new byte[0], Arrays.copyOfRange(octets, end, octets.length));
            case 3 -> joined(Arrays.copyOf(octets, end), slice, Arrays.copyOfRange(octets, end, octets.length));
            case 4 -> joined(octets, slice, new byte[random.nextInt(2)]);
            case 5 ->
                joined(
                        Arrays.copyOf(octets, at),
                        new byte[random.nextInt(9000)],
                        Arrays.copyOfRange(octets, at, octets.length));
            default ->
                joined(
                        Arrays.copyOf(octets, at),
                        WORDS.get(random.nextInt(WORDS.size())).getBytes(UTF_8),
                        Arrays.copyOfRange(octets, at, octets.length));
        };
    }

    private static byte[] joined(byte[] first, byte[] second, byte[] third) {
        return Md5Math.join(first, second, third);
    }
}
