package org.letterlock.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {
    private static final String VERSIONS_13 = "002b" + "0005" + "04" + "0304" + "0303";
    private static final String VERSIONS_12 = "002b" + "0003" + "02" + "0303";
    private static final String EXTENDED_MASTER_SECRET = "0017" + "0000";

    /** The body of a ClientHello with these extensions; without any there is no list of them. */
    static byte[] hello(byte[] extensions) {
        String list = extensions.length == 0
                ? ""
                : "%04x".formatted(extensions.length) + HexFormat.of().formatHex(extensions);
        return HexFormat.of().parseHex("0303" + "00".repeat(32) + "00" + "0002c02b" + "0100" + list);
    }

    /** The same as a record. */
    static ByteBuf record(byte[] hello) {
        return Unpooled.buffer()
                .writeBytes(new byte[] {22, 3, 1})
                .writeShort(hello.length + 4)
                .writeByte(1)
                .writeMedium(hello.length)
                .writeBytes(hello);
    }

    @Test
    @Tag("CERT-4")
    void theServerNameIsReadInLowerCase() {
        assertThat(parse(serverName("MX.Example")).serverName()).isEqualTo("mx.example");
        assertThat(parse(VERSIONS_13).serverName()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "ex\u0000ample", "../x"})
    void whatIsNoNameIsNoServerName(String name) {
        assertThat(parse(serverName(name)).serverName()).isNull();
    }

    @Test
    @Tag("TLS-2")
    void tls12NeedsAnExtendedMasterSecretAndTls13DoesNot() {
        assertThat(parse(VERSIONS_13).isAcceptable()).isTrue();
        assertThat(parse(VERSIONS_12).isAcceptable()).isFalse();
        assertThat(parse(VERSIONS_12 + EXTENDED_MASTER_SECRET).isAcceptable()).isTrue();
        assertThat(parse(EXTENDED_MASTER_SECRET).isAcceptable()).isTrue();
        assertThat(parse("").isAcceptable()).isFalse();
    }

    @Test
    void aMessageThatIsCutShortIsNone() {
        byte[] whole = hello(HexFormat.of().parseHex(serverName("mx.example") + VERSIONS_13));
        for (int length = 0; length < whole.length; length++) {
            if (length == 41) {
                continue; // exactly before the extensions, which may be missing
            }
            assertThat(ClientHello.parse(Unpooled.wrappedBuffer(whole, 0, length)))
                    .as("%d octets", length)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noOctetsMakeItThrow(long seed) {
        Random random = new Random(seed);
        byte[] good = hello(HexFormat.of().parseHex(serverName("mx.example") + VERSIONS_13 + EXTENDED_MASTER_SECRET));
        for (int round = 0; round < 2000; round++) {
            byte[] mutated = good.clone();
            for (int change = 0; change < 1 + random.nextInt(4); change++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            var _ = ClientHello.parse(Unpooled.wrappedBuffer(mutated));
        }
    }

    private static ClientHello parse(String extensions) {
        return ClientHello.parse(Unpooled.wrappedBuffer(hello(HexFormat.of().parseHex(extensions))))
                .orElseThrow();
    }

    private static String serverName(String name) {
        byte[] octets = name.getBytes(StandardCharsets.US_ASCII);
        return "0000" + "%04x".formatted(octets.length + 5) + "%04x".formatted(octets.length + 3) + "00"
                + "%04x".formatted(octets.length) + HexFormat.of().formatHex(octets);
    }
}
