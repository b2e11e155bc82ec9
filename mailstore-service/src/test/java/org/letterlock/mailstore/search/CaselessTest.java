package org.letterlock.mailstore.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaselessTest {
    @ParameterizedTest
    @CsvSource({
        "Hello,hELLO",
        "GR\u00dcSSE,gr\u00fcsse",
        "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2,\u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c3",
        "e\u0301,\u00c9"
    })
    void textsThatDifferInCaseOrCompositionOnlyAreEqual(String one, String other) {
        assertThat(Caseless.fold(one)).isEqualTo(Caseless.fold(other));
    }

    @ParameterizedTest
    @CsvSource({"a=3Db,a=b", "a=3db,a=b", "a=,a=", "a=3,a=3", "a=zz,a=zz", "==3D,=="})
    void quotedPrintableIsDecodedLeniently(String encoded, String decoded) throws IOException {
        assertThat(decode(encoded)).isEqualTo(decoded);
    }

    @Test
    void softLineBreaksGo() throws IOException {
        assertThat(decode("a=\r\nb=\nc=\r\n")).isEqualTo("abc");
    }

    private static String decode(String encoded) throws IOException {
        var stream = new QuotedPrintableStream(new ByteArrayInputStream(encoded.getBytes(ISO_8859_1)));
        return new String(stream.readAllBytes(), ISO_8859_1);
    }
}
