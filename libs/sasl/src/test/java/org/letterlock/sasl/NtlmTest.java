package org.letterlock.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.sasl.ServerState.AwaitingClient;
import org.letterlock.sasl.ServerStep.Challenge;
import org.letterlock.sasl.ServerStep.Failed;
import org.letterlock.sasl.ServerStep.Failure;
import org.letterlock.sasl.ServerStep.KeysWanted;
import org.letterlock.sasl.ServerStep.Proven;

class NtlmTest {
    private static final NtHash HASH = NtHash.of(Password.parse("Password").require());
    private static final byte[] CERTIFICATE = "hash of the certificate".getBytes(StandardCharsets.US_ASCII);
    private static final ServerParameters SERVER = new ServerParameters(
            new ChannelBindings(Map.of(ChannelBindingType.TLS_SERVER_END_POINT, SaslMessage.of(CERTIFICATE))),
            false,
            "fyko+d2lbbFgONRv9qkxdawL",
            Instant.ofEpochSecond(1_700_000_000),
            SaslProtocol.IMAP,
            List.of("mail.example.org"),
            List.of("example.org"),
            "EXAMPLE");
    private static final byte[] NEGOTIATE = negotiate(0xE2088297);

    /** MS-NLMP section 4.2.4. */
    @Test
    void ntlmv2FollowsTheExampleOfMsNlmpSection424() {
        String temp = "01010000000000000000000000000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e00"
                + "01000c005300650072007600650072000000000000000000";
        SaslMessage response = SaslMessage.of(HexFormat.of().parseHex("68cd0ab851e51c96aabc927bebef6a1c" + temp));
        SaslMessage challenge = SaslMessage.of(HexFormat.of().parseHex("0123456789abcdef"));

        assertThat(HASH.encode()).isEqualTo(HexFormat.of().parseHex("a4f49c406510bdcab6824ee7c30fd852"));
        assertThat(HASH.responseKey("User", "Domain"))
                .isEqualTo(HexFormat.of().parseHex("0c868a403bfd7a93a3001ef22ef02e3f"));
        assertThat(HASH.judge(new NtlmResponse("User", "Domain", "COMPUTER", challenge, response)))
                .isEqualTo(new NtlmVerdict.Confirmed(
                        SaslMessage.of(HexFormat.of().parseHex("8de40ccadbc14a82f15cb0ad0de95ca3"))));
        assertThat(HASH.judge(new NtlmResponse("User", "Other", "COMPUTER", challenge, response)))
                .isEqualTo(new NtlmVerdict.Refused());
    }

    @Test
    @Tag("AUTH-13")
    void rightPasswordIsProven() {
        Exchange exchange = new Exchange(2, NtlmServer.channelHash(CERTIFICATE));

        assertThat(exchange.answer(exchange.authenticate(), HASH))
                .isEqualTo(new Proven(ClientIdentity.of("anna"), SaslMessage.EMPTY));
        assertThat(exchange.answer(exchange.authenticate(), NtHash.pretended(new byte[32], "anna")))
                .isEqualTo(new Failed(Failure.CREDENTIALS, "anna"));
    }

    @Test
    void clientsWithoutMicAndBindingAreTaken() {
        Exchange exchange = new Exchange(0, new byte[16]);

        assertThat(exchange.answer(exchange.authenticate(), HASH)).isInstanceOf(Proven.class);
    }

    /** curl asks for OEM names and sends them so; its proof is NTLMv2 all the same. */
    @Test
    @Tag("AUTH-13")
    void namesOfClientsWithoutUnicodeAreAscii() {
        byte[] negotiate = negotiate(0x00088206);
        Exchange exchange = new Exchange(2, new byte[16], negotiate);

        assertThat(NtlmSyntax.flagsOfChallenge(exchange.challenge) & 3).isEqualTo(NtlmSyntax.OEM);
        assertThat(new String(exchange.challenge, 56, 7, StandardCharsets.US_ASCII))
                .isEqualTo("EXAMPLE");
        assertThat(exchange.answer(exchange.authenticate(), HASH))
                .isEqualTo(new Proven(ClientIdentity.of("anna"), SaslMessage.EMPTY));
        assertThat(exchange.answer(exchange.message("anna", new byte[24]), HASH))
                .isEqualTo(new Failed(Failure.CREDENTIALS, "anna"));
        assertThat(exchange.answer(exchange.message("änna", exchange.response()), HASH))
                .isEqualTo(new Failed(Failure.MALFORMED, ""));
        assertThat(new Exchange(2, new byte[16], negotiate(0x00088207)).answer(exchange.authenticate(), HASH))
                .as("OEM names where Unicode was agreed on")
                .isInstanceOf(Failed.class);
    }

    @Test
    void aClientWithoutAnyCharacterSetIsRefused() {
        assertThat(ServerExchange.next(
                        ServerExchange.start(SaslMechanism.NTLM, SERVER), SaslMessage.of(negotiate(0x00088204))))
                .isEqualTo(new Failed(Failure.MALFORMED, ""));
    }

    @Test
    @Tag("AUTH-6")
    void micIsVerifiedWhenItIsThere() {
        Exchange exchange = new Exchange(2, new byte[16]);
        byte[] message = exchange.authenticate();
        message[NtlmSyntax.MIC_OFFSET] ^= 1;

        assertThat(exchange.answer(message, HASH)).isEqualTo(new Failed(Failure.CREDENTIALS, "anna"));
    }

    @Test
    @Tag("AUTH-6")
    void anotherChannelIsRefused() {
        Exchange exchange = new Exchange(2, NtlmServer.channelHash("other".getBytes(StandardCharsets.US_ASCII)));

        assertThat(exchange.answer(exchange.authenticate(), HASH))
                .isEqualTo(new Failed(Failure.CHANNEL_BINDING, "anna"));
    }

    @Test
    @Tag("AUTH-6")
    void ntlmv1AndAnonymousAreRefused() {
        Exchange exchange = new Exchange(0, new byte[16]);

        assertThat(exchange.answer(exchange.message("anna", new byte[24]), HASH))
                .isEqualTo(new Failed(Failure.CREDENTIALS, "anna"));
        assertThat(exchange.answer(exchange.message("anna", new byte[0]), HASH))
                .isEqualTo(new Failed(Failure.CREDENTIALS, "anna"));
        assertThat(exchange.answer(exchange.message("", exchange.response()), HASH))
                .isEqualTo(new Failed(Failure.CREDENTIALS, ""));
    }

    @Test
    @Tag("AUTH-6")
    void responseToAnotherChallengeIsWrong() {
        byte[] recorded = new Exchange(2, new byte[16]).authenticate();
        AwaitingClient other = ServerExchange.start(
                SaslMechanism.NTLM,
                new ServerParameters(
                        SERVER.bindings(),
                        false,
                        "another+nonce",
                        SERVER.issuedAt(),
                        SaslProtocol.IMAP,
                        SERVER.hosts(),
                        SERVER.realms(),
                        "EXAMPLE"));
        Challenge challenge = (Challenge) ServerExchange.next(other, SaslMessage.of(NEGOTIATE));

        assertThat(settle(ServerExchange.next(challenge.next(), SaslMessage.of(recorded)), HASH))
                .isEqualTo(new Failed(Failure.CREDENTIALS, "anna"));
    }

    @Test
    @Tag("AUTH-4")
    void fieldsOutsideTheMessageOrOverEachOtherAreRefused() {
        Exchange exchange = new Exchange(0, new byte[16]);
        int[][] changes = {{40, 63}, {40, -1}, {40, Integer.MAX_VALUE}, {40, 8000}, {32, 90}, {24, 89}};
        for (int[] change : changes) {
            byte[] message = exchange.authenticate();
            ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).putInt(change[0], change[1]);
            assertThat(exchange.answer(message, HASH))
                    .as(Arrays.toString(change))
                    .isEqualTo(new Failed(Failure.MALFORMED, ""));
        }
        assertThat(exchange.answer(new byte[NtlmSyntax.MAX_OCTETS + 1], HASH)).isInstanceOf(Failed.class);
    }

    @Test
    @Tag("AUTH-4")
    void nothingThatAClientSendsThrowsOrPasses() {
        Random random = new Random(7);
        Exchange exchange = new Exchange(2, NtlmServer.channelHash(CERTIFICATE));
        byte[] good = exchange.authenticate();
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(3) == 0 ? random.nextInt(good.length) : good.length);
            if (bad.length == good.length) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThat(exchange.answer(bad, HASH)).isInstanceOf(Failed.class);
        }
    }

    private static byte[] negotiate(int flags) {
        return ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII))
                .putInt(1)
                .putInt(flags)
                .array();
    }

    private static ServerStep settle(ServerStep step, NtlmVerifier verifier) {
        return step instanceof KeysWanted(ServerState.AwaitingKeys next)
                ? ServerExchange.next(next, verifier.judge(((ServerState.AwaitingNtlmVerdict) next).response()))
                : step;
    }

    /** A client of our own: MS-NLMP section 3.1.5.1.2. */
    private static final class Exchange {
        private final int avFlags;
        private final byte[] channel;
        private final AwaitingClient waiting;
        private final byte[] challenge;
        private final byte[] negotiate;
        private final Charset names;

        Exchange(int avFlags, byte[] channel) {
            this(avFlags, channel, NEGOTIATE);
        }

        Exchange(int avFlags, byte[] channel, byte[] negotiate) {
            this.avFlags = avFlags;
            this.channel = channel;
            this.negotiate = negotiate;
            Challenge sent = (Challenge)
                    ServerExchange.next(ServerExchange.start(SaslMechanism.NTLM, SERVER), SaslMessage.of(negotiate));
            this.waiting = ServerStates.decode(ServerStates.encode(sent.next())).orElseThrow();
            this.challenge = sent.challenge().toOctets();
            boolean unicode = (NtlmSyntax.flagsOfChallenge(challenge) & NtlmSyntax.UNICODE) != 0;
            this.names = unicode ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1;
        }

        ServerStep answer(byte[] message, NtlmVerifier verifier) {
            return settle(ServerExchange.next(waiting, SaslMessage.of(message)), verifier);
        }

        byte[] response() {
            ByteBuffer read = ByteBuffer.wrap(challenge).order(ByteOrder.LITTLE_ENDIAN);
            int infoAt = read.getInt(44);
            byte[] info = Arrays.copyOfRange(challenge, infoAt, infoAt + read.getShort(40) - 4);
            byte[] temp = ByteBuffer.allocate(28 + info.length + 8 + 20 + 8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(0x0101)
                    .putLong(NtlmServer.fileTime(SERVER.issuedAt()))
                    .putLong(0xAAAAAAAAAAAAAAAAL)
                    .putInt(0)
                    .put(info)
                    .putShort((short) 6)
                    .putShort((short) 4)
                    .putInt(avFlags)
                    .putShort((short) 10)
                    .putShort((short) 16)
                    .put(channel)
                    .array();
            byte[] proof =
                    Md5Math.hmac(HASH.responseKey("anna", "EXAMPLE"), Arrays.copyOfRange(challenge, 24, 32), temp);
            return Md5Math.join(proof, temp);
        }

        byte[] authenticate() {
            byte[] response = response();
            byte[] message = message("anna", response);
            byte[] key = Md5Math.hmac(HASH.responseKey("anna", "EXAMPLE"), Arrays.copyOf(response, 16));
            if (avFlags != 0) {
                byte[] mic = Md5Math.hmac(key, negotiate, challenge, message);
                System.arraycopy(mic, 0, message, NtlmSyntax.MIC_OFFSET, mic.length);
            }
            return message;
        }

        byte[] message(String user, byte[] response) {
            byte[] domain = "EXAMPLE".getBytes(names);
            byte[] name = user.getBytes(names);
            ByteBuffer message = ByteBuffer.allocate(88 + domain.length + name.length + response.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII))
                    .putInt(3);
            field(message, 0, 88);
            field(message, response.length, 88 + domain.length + name.length);
            field(message, domain.length, 88);
            field(message, name.length, 88 + domain.length);
            field(message, 0, 88);
            field(message, 0, 88);
            message.putInt(0x22888205);
            return message.position(88).put(domain).put(name).put(response).array();
        }

        private static void field(ByteBuffer message, int length, int offset) {
            message.putShort((short) length).putShort((short) length).putInt(offset);
        }
    }
}
