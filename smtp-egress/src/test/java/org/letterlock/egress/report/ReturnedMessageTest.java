package org.letterlock.egress.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("QUEUE-6")
class ReturnedMessageTest {

    @ParameterizedTest
    @CsvSource({
        "A: b|C: d||body, A: b|C: d|",
        "A: b||, A: b|",
        "|body, ''",
        "A: b|, A: b|",
        "A: b, A: b",
        "A: b| folded||x||y, A: b| folded|",
    })
    void theHeaderEndsAtTheEmptyLine(String message, String header) {
        byte[] octets = message.replace("|", "\r\n").getBytes(ISO_8859_1);

        assertThat(new String(ReturnedMessage.headerOf(new ByteArrayInputStream(octets)), ISO_8859_1))
                .isEqualTo(header.replace("|", "\r\n"));
    }
}
