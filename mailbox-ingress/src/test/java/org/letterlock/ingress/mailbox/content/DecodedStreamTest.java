package org.letterlock.ingress.mailbox.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecodedStreamTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @CsvSource({
        "base64, aGVsbG8=, hello",
        "base64, a!G V-sbG8, hello",
        "base64, aGVsbG8=aGVsbG8=, hello",
        "base64, '', ''",
        "base64, a, ''",
        "quoted-printable, a=3Db, a=b",
        "quoted-printable, a=3db, a=b",
        "quoted-printable, a=zb, a=zb",
        "quoted-printable, a=, a=",
        "7bit, a=3D, a=3D",
        "BINARY, x, x"
    })
    void encodingsAreDecodedAndBrokenOnesHurtNobody(String encoding, String encoded, String decoded) throws Exception {
        assertThat(decode(encoded, encoding)).isEqualTo(decoded);
    }

    // RFC 2045 section 6.7, rule 5
    @Test
    void softLineBreaksGo() throws Exception {
        assertThat(decode("a=\r\nb=\nc\r\nd", "quoted-printable")).isEqualTo("abc\r\nd");
    }

    @Test
    void unknownEncodingsAreNotDecoded() {
        assertThat(DecodedStream.open(new ByteArrayInputStream(new byte[0]), "x-uuencode"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasEncodedComesBack(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] octets = new byte[random.nextInt(500)];
        random.nextBytes(octets);

        String encoded = Base64.getMimeEncoder().encodeToString(octets);

        assertThat(decode(encoded, "base64")).as("seed %s", seed).isEqualTo(new String(octets, ISO_8859_1));
    }

    private static String decode(String encoded, String encoding) throws Exception {
        try (var stream = DecodedStream.open(new ByteArrayInputStream(encoded.getBytes(ISO_8859_1)), encoding)
                .orElseThrow()) {
            return new String(stream.readAllBytes(), ISO_8859_1);
        }
    }
}
