package org.letterlock.ingress.smtp.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;

class HeaderEditsTest {
    @ParameterizedTest
    @Tag("FLOW-4")
    @ValueSource(
            strings = {
                "mx.example.org; spf=pass",
                "MX.Example.ORG 1; spf=pass",
                "mx.example.org(a comment); spf=pass",
                "(a comment) mx.example.org; spf=pass",
                "((nested) comment) mx.example.org; spf=pass",
                "(an escaped \\) end) mx.example.org; spf=pass",
                "\"mx.example.org\"; spf=pass",
                "\"mx\\.example.org\"; spf=pass",
                "(without end mx.example.org; spf=pass",
                "\"mx.example.org; spf=pass",
                "\r\n mx.example.org;\r\n spf=pass",
            })
    void nobodyElseSpeaksInOurName(String body) {
        assertThat(received(body).fields()).hasSize(1);
    }

    @ParameterizedTest
    @Tag("FLOW-4")
    @ValueSource(
            strings = {"other.example; spf=pass", "other.example (mx.example.org); spf=pass", "mx.example.org.evil; x=y"
            })
    void whatOthersFoundStays(String body) {
        assertThat(received(body).fields()).hasSize(2);
    }

    private static HeaderSection received(String body) {
        byte[] octets = ("Authentication-Results: " + body + "\r\nSubject: x\r\n\r\n").getBytes(ISO_8859_1);
        HeaderReading reading = HeaderSection.parse(octets, HeaderLimits.DEFAULT);
        return HeaderEdits.received(((HeaderReading.Complete) reading).section(), new Domain("mx.example.org"));
    }
}
