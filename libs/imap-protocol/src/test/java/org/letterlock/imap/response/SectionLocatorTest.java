package org.letterlock.imap.response;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.imap.command.CommandParser;
import org.letterlock.imap.command.FetchItem;
import org.letterlock.imap.command.ImapCommand;
import org.letterlock.imap.command.ReceivedCommand.Understood;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.response.HeaderFieldFilter.Keep;
import org.letterlock.imap.response.SectionLocator.Range;
import org.letterlock.mailsyntax.mime.MessageEnvelope;
import org.letterlock.mailsyntax.mime.MimePart;
import org.letterlock.mailsyntax.mime.MimeStructure;

class SectionLocatorTest {
    private static final MessageEnvelope ENVELOPE = new MessageEnvelope(
            null, null, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null, null);

    // multipart(text, message/rfc822(multipart(text, text)), message/rfc822(text))
    private static final MimeStructure NESTED = new MimeStructure(
            ENVELOPE,
            part(
                    "multipart",
                    0,
                    100,
                    1000,
                    List.of(
                            part("text", 110, 120, 200, List.of()),
                            part(
                                    "message",
                                    210,
                                    220,
                                    500,
                                    List.of(part(
                                            "multipart",
                                            220,
                                            250,
                                            500,
                                            List.of(
                                                    part("text", 260, 270, 300, List.of()),
                                                    part("text", 310, 320, 400, List.of()))))),
                            part("message", 510, 520, 900, List.of(part("text", 520, 560, 900, List.of()))))));
    private static final MimeStructure PLAIN = new MimeStructure(ENVELOPE, part("text", 0, 50, 80, List.of()));

    // RFC 9051 section 6.4.5.1
    @ParameterizedTest
    @CsvSource({
        "'',0,1000",
        "HEADER,0,100",
        "TEXT,100,1000",
        "1,120,200",
        "1.MIME,110,120",
        "2,220,500",
        "2.MIME,210,220",
        "2.HEADER,220,250",
        "2.TEXT,250,500",
        "2.1,270,300",
        "2.2.MIME,310,320",
        "3.1,560,900",
        "3.TEXT,560,900"
    })
    void sectionsLieWhereTheRfcSays(String section, long start, long end) {
        assertThat(locate(NESTED, section)).contains(new Range(start, end));
    }

    @ParameterizedTest
    @CsvSource({"4", "1.1", "2.3", "1.HEADER", "2.1.TEXT", "3.2", "2.1.1"})
    void whatIsNotThereIsNotFound(String section) {
        assertThat(locate(NESTED, section)).isEmpty();
    }

    @Test
    void aPlainMessageHasOnePart() {
        assertThat(locate(PLAIN, "1")).contains(new Range(50, 80));
        assertThat(locate(PLAIN, "1.MIME")).contains(new Range(0, 50));
        assertThat(locate(PLAIN, "2")).isEmpty();
        assertThat(locate(PLAIN, "1.1")).isEmpty();
    }

    @Test
    void headerFieldsAreKeptOctetByOctet() {
        byte[] header = "From: a\r\nX: 1\r\n\t2\r\nfrom : b\r\nbroken\r\nTo: c\r\n\r\n".getBytes(ISO_8859_1);

        assertThat(HeaderFieldFilter.filter(header, List.of("FROM", "x"), Keep.NAMED))
                .asString(ISO_8859_1)
                .isEqualTo("From: a\r\nX: 1\r\n\t2\r\nfrom : b\r\n\r\n");
        assertThat(HeaderFieldFilter.filter(header, List.of("FROM", "x"), Keep.OTHERS))
                .asString(ISO_8859_1)
                .isEqualTo("broken\r\nTo: c\r\n\r\n");
        assertThat(HeaderFieldFilter.filter(new byte[0], List.of("a"), Keep.NAMED))
                .asString(ISO_8859_1)
                .isEqualTo("\r\n");
    }

    private static Optional<Range> locate(MimeStructure structure, String section) {
        var parsed = (Understood) CommandParser.parse("a FETCH 1 BODY[" + section + "]", Revision.IMAP4REV1);
        var fetch = (ImapCommand.Fetch) parsed.command();
        return SectionLocator.locate(structure, ((FetchItem.Body) fetch.items().getFirst()).section());
    }

    private static MimePart part(String type, long header, long start, long end, List<MimePart> children) {
        return new MimePart(
                header,
                start,
                end,
                1,
                type,
                "x",
                Map.of(),
                null,
                null,
                "7bit",
                null,
                null,
                Map.of(),
                List.of(),
                null,
                type.equals("message") ? ENVELOPE : null,
                children);
    }
}
