package org.letterlock.netty.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.access.IpAddress;

@Tag("SVC-14")
class ProxyHeaderTest {
    private static final byte[] IPV4 = ProxyHeaders.addresses("203.0.113.7", "198.51.100.1", 4711, 25);

    @ParameterizedTest
    @CsvSource({"203.0.113.7, 203.0.113.7", "2001:db8::7, 2001:db8::7", "::ffff:203.0.113.7, 203.0.113.7"})
    void theClientIsTheSourceOfTheHeader(String source, String expected) {
        ProxyHeader header = read(ProxyHeaders.of(source));

        assertThat(header).isInstanceOfSatisfying(ProxyHeader.Proxied.class, proxied -> {
            assertThat(proxied.source().format()).isEqualTo(expected);
            assertThat(proxied.sourcePort()).isEqualTo(4711);
            assertThat(proxied.destinationPort()).isEqualTo(25);
        });
    }

    @Test
    void aHeaderThatIsCutOffAnywhereIsNotWholeAndTakesNothing() {
        byte[] whole = ProxyHeaders.of("203.0.113.7", ProxyHeaders.addition(0x04, new byte[20]));
        for (int length = 0; length < whole.length; length++) {
            ByteBuf in = Unpooled.wrappedBuffer(whole, 0, length);
            assertThat(ProxyHeader.read(in)).as("%d octets", length).isEqualTo(new ProxyHeader.Incomplete());
            assertThat(in.readerIndex()).isZero();
        }
    }

    @Test
    void whatComesBehindItIsLeft() {
        byte[] header = ProxyHeaders.of("203.0.113.7");
        ByteBuf in = Unpooled.wrappedBuffer(header, "EHLO a".getBytes(StandardCharsets.US_ASCII));

        assertThat(ProxyHeader.read(in)).isInstanceOf(ProxyHeader.Proxied.class);
        assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("EHLO a");
    }

    @Test
    void eachWrongOctetOfTheFixedPartIsSeenAtOnce() {
        byte[] right = ProxyHeaders.of("203.0.113.7");
        for (int i = 0; i < 13; i++) {
            byte[] wrong = Arrays.copyOf(right, i + 1);
            wrong[i] ^= 0x40;
            assertThat(read(wrong)).as("octet %d", i).isInstanceOf(ProxyHeader.Bad.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 203.0.113.7 198.51.100.1 4711 25\r\n", "P", "EHLO a\r\n", "\r\n\r\n\r\n"})
    void textIsNoHeader(String text) {
        assertThat(read(text.getBytes(StandardCharsets.US_ASCII))).isInstanceOf(ProxyHeader.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x12, 0x10, 0x22, 0x31, 0x32, 0x1F, 0xF1, 0x01})
    void onlyTcpOverIpIsForwarded(int family) {
        assertThat(read(ProxyHeaders.of(ProxyHeaders.PROXY, family, new byte[216])))
                .isInstanceOf(ProxyHeader.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0x11, 0x22, 0x2F, 0x31, 0xFF})
    void unknownVersionsAndCommandsAreRefused(int command) {
        assertThat(read(ProxyHeaders.of(command, ProxyHeaders.TCP4, IPV4))).isInstanceOf(ProxyHeader.Bad.class);
    }

    @Test
    void theBlockOfALocalConnectionMeansNothing() {
        assertThat(read(ProxyHeaders.of(ProxyHeaders.LOCAL, 0x00, new byte[0]))).isEqualTo(new ProxyHeader.Local());
        assertThat(read(ProxyHeaders.of(ProxyHeaders.LOCAL, 0x31, new byte[216])))
                .isEqualTo(new ProxyHeader.Local());
        assertThat(read(ProxyHeaders.of(ProxyHeaders.LOCAL, 0xFF, IPV4))).isEqualTo(new ProxyHeader.Local());
    }

    @Test
    void aLengthThatHasNoRoomForTheAddressesIsRefusedBeforeTheyCome() {
        assertThat(read(ProxyHeaders.of(ProxyHeaders.PROXY, ProxyHeaders.TCP4, new byte[11])))
                .isInstanceOf(ProxyHeader.Bad.class);
        assertThat(read(ProxyHeaders.of(ProxyHeaders.PROXY, ProxyHeaders.TCP6, new byte[35])))
                .isInstanceOf(ProxyHeader.Bad.class);
    }

    @Test
    void theLongestHeaderIsReadAndALongerOneRefusedAtItsLength() {
        int room = ProxyHeader.MAX_LENGTH - 16 - IPV4.length - 3;

        assertThat(read(ProxyHeaders.of("203.0.113.7", ProxyHeaders.addition(0x04, new byte[room]))))
                .isInstanceOf(ProxyHeader.Proxied.class);
        assertThat(read(ProxyHeaders.of("203.0.113.7", ProxyHeaders.addition(0x04, new byte[room + 1]))))
                .isInstanceOf(ProxyHeader.Bad.class);
        byte[] huge = Arrays.copyOf(ProxyHeaders.of("203.0.113.7"), 16);
        huge[14] = huge[15] = (byte) 0xFF;
        assertThat(read(huge)).isInstanceOf(ProxyHeader.Bad.class);
    }

    @Test
    void additionsFillTheBlockExactly() {
        byte[] good = ProxyHeaders.addition(0x02, "mail.example".getBytes(StandardCharsets.US_ASCII));
        assertThat(read(ProxyHeaders.of("203.0.113.7", good, good))).isInstanceOf(ProxyHeader.Proxied.class);
        for (int length = 1; length < good.length; length++) {
            assertThat(read(ProxyHeaders.of("203.0.113.7", good, Arrays.copyOf(good, length))))
                    .as("%d octets of an addition", length)
                    .isInstanceOf(ProxyHeader.Bad.class);
        }
    }

    @Test
    void aChecksumIsChecked() {
        byte[] header =
                ProxyHeaders.of("203.0.113.7", ProxyHeaders.addition(0x03, new byte[4]), new byte[] {4, 0, 1, 9});
        CRC32C checksum = new CRC32C();
        checksum.update(header);
        ByteBuffer.wrap(header).putInt(16 + IPV4.length + 3, (int) checksum.getValue());

        assertThat(read(header)).isInstanceOf(ProxyHeader.Proxied.class);
        header[16] ^= 1;
        assertThat(read(header)).isInstanceOf(ProxyHeader.Bad.class);
        assertThat(read(ProxyHeaders.of("203.0.113.7", ProxyHeaders.addition(0x03, new byte[3]))))
                .isInstanceOf(ProxyHeader.Bad.class);
    }

    @Test
    void nothingMakesItThrow() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] header = ProxyHeaders.of("203.0.113.7", ProxyHeaders.addition(0x03, new byte[random.nextInt(8)]));
            for (int change = random.nextInt(4); change >= 0; change--) {
                header[12 + random.nextInt(header.length - 12)] = (byte) random.nextInt();
            }
            assertThat(read(Arrays.copyOf(header, random.nextInt(header.length + 1))))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 192.0.2.1, false",
        "0.1.2.3, 192.0.2.1, false",
        "::, 192.0.2.1, false",
        "224.0.0.1, 192.0.2.1, false",
        "255.255.255.255, 192.0.2.1, false",
        "ff02::1, 192.0.2.1, false",
        "127.0.0.1, 192.0.2.1, false",
        "::1, 192.0.2.1, false",
        "127.0.0.1, 127.0.0.1, true",
        "::1, 127.0.0.1, true",
        "10.1.2.3, 192.0.2.1, true",
        "203.0.113.7, 192.0.2.1, true"
    })
    void aClientIsOneHostAndNoLoopbackOfAnotherMachine(String source, String sender, boolean right) {
        assertThat(TrustedProxies.faultOf(
                                IpAddress.parse(source).require(),
                                IpAddress.parse(sender).require())
                        .isEmpty())
                .isEqualTo(right);
    }

    private static ProxyHeader read(byte[] octets) {
        return ProxyHeader.read(Unpooled.wrappedBuffer(octets));
    }
}
