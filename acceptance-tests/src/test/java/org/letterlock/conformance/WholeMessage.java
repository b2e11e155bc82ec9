package org.letterlock.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Base64;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;
import tools.jackson.databind.JsonNode;

/** The message of a question. One that was kept in a file with LF for CRLF is read as it was sent. */
record WholeMessage(HeaderSection section, byte[] body) {
    static WholeMessage of(JsonNode question) {
        String text = new String(octets(question), ISO_8859_1);
        byte[] message = (text.contains("\r\n") ? text : text.replace("\n", "\r\n")).getBytes(ISO_8859_1);
        if (HeaderSection.parse(message, HeaderLimits.DEFAULT)
                instanceof HeaderReading.Complete(HeaderSection section)) {
            return new WholeMessage(
                    section, Arrays.copyOfRange(message, Math.min(section.length(), message.length), message.length));
        }
        throw new IllegalArgumentException("the header section is refused");
    }

    /** The octets as they were given. */
    static byte[] octets(JsonNode question) {
        return Base64.getDecoder().decode(question.path("message_b64").asString(""));
    }
}
