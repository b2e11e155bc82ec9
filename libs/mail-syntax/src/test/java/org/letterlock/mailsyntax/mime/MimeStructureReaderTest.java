package org.letterlock.mailsyntax.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.Text;
import org.letterlock.mailsyntax.mime.MessageEnvelope.EnvelopeAddress;

class MimeStructureReaderTest {
    private static final String MIXED = """
            From: Anna <anna@example.org>
            Subject: parts
            Content-Type: multipart/mixed; boundary="outer"

            preamble
            --outer
            Content-Type: multipart/alternative; boundary=outer-in

            --outer-in

            plain
            two lines
            --outer-in
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: Quoted-Printable
            Content-ID: <1@x>
            Content-Description: a
             description
            Content-Language: de, EN
            Content-MD5: abc==
            Content-Location: http://x/

            <p>=C3=BC</p>

            --outer-in--
            epilogue of the inner
            --outer\s\s
            Content-Type: application/pdf
            Content-Disposition: ATTACHMENT; filename*=utf-8''%C3%BC.pdf
            Content-Transfer-Encoding: base64

            AAAA
            --outer--
            --outer
            is epilogue
            """;

    private static String text(byte[] message, long from, long to) {
        return new String(message, (int) from, (int) (to - from), StandardCharsets.UTF_8);
    }

    private static String header(byte[] message, MimePart part) {
        return text(message, part.headerStart(), part.bodyStart()).replace("\r\n", "\n");
    }

    private static String body(byte[] message, MimePart part) {
        return text(message, part.bodyStart(), part.bodyEnd()).replace("\r\n", "\n");
    }

    private static MimePart part(String text) {
        return MimeStructureReader.read(Text.message(text)).root();
    }

    private static Set<MimeDefect> defects(String text) {
        MimeStructureReader reader = new MimeStructureReader();
        byte[] message = Text.message(text);
        reader.feed(message, 0, message.length);
        reader.finish();
        return reader.defects();
    }

    @Test
    void everyPartHasItsPlaceAndFields() {
        byte[] message = Text.message(MIXED);
        MimePart root = MimeStructureReader.read(message).root();

        assertThat(root.type() + "/" + root.subtype()).isEqualTo("multipart/mixed");
        assertThat(root.isMultipart()).isTrue();
        assertThat(root.bodyEnd()).isEqualTo(message.length);
        assertThat(root.children()).hasSize(2);
        MimePart alternative = root.children().getFirst();
        assertThat(body(message, alternative)).startsWith("--outer-in\n").endsWith("epilogue of the inner");
        MimePart plain = alternative.children().getFirst();
        assertThat(header(message, plain)).isEqualTo("\n");
        assertThat(body(message, plain)).isEqualTo("plain\ntwo lines");
        assertThat(plain.bodyLines()).isEqualTo(1);
        assertThat(plain.type() + "/" + plain.subtype()).isEqualTo("text/plain");
        assertThat(plain.parameters()).isEqualTo(Map.of("charset", "us-ascii"));
        assertThat(plain.encoding()).isEqualTo("7bit");
        MimePart html = alternative.children().get(1);
        assertThat(html.encoding()).isEqualTo("quoted-printable");
        assertThat(html.id()).isEqualTo("<1@x>");
        assertThat(html.description()).isEqualTo("a description");
        assertThat(html.languages()).containsExactly("de", "en");
        assertThat(html.md5()).isEqualTo("abc==");
        assertThat(html.location()).isEqualTo("http://x/");
        assertThat(body(message, html)).isEqualTo("<p>=C3=BC</p>\n");
        assertThat(html.bodyLines()).isEqualTo(1);
        MimePart pdf = root.children().get(1);
        assertThat(pdf.disposition()).isEqualTo("attachment");
        assertThat(pdf.fileName()).contains("\u00FC.pdf");
        assertThat(body(message, pdf)).isEqualTo("AAAA");
        assertThat(pdf.bodySize()).isEqualTo(4);
        assertThat(defects(MIXED)).isEmpty();
    }

    @Test
    void theEnvelopeShowsFieldsAsTheyStand() {
        MessageEnvelope envelope = MimeStructureReader.read(Text.message("""
                        Date: Mon,
                         3 Aug 2026 09:05:00 +0200
                        subject: =?utf-8?q?=C3=BC?=
                        From: Anna <anna@example.org>
                        To: b@example.org, C <c@example.org>
                        Cc: d@example.org
                        Reply-To: r@example.org
                        Message-ID: <1@example.org>
                        In-Reply-To: <0@example.org>
                        From: second@example.org

                        body
                        """)).envelope();

        EnvelopeAddress anna = new EnvelopeAddress("Anna", "anna", "example.org");
        assertThat(envelope)
                .isEqualTo(new MessageEnvelope(
                        "Mon, 3 Aug 2026 09:05:00 +0200",
                        "=?utf-8?q?=C3=BC?=",
                        List.of(anna),
                        List.of(anna),
                        List.of(new EnvelopeAddress(null, "r", "example.org")),
                        List.of(
                                new EnvelopeAddress(null, "b", "example.org"),
                                new EnvelopeAddress("C", "c", "example.org")),
                        List.of(new EnvelopeAddress(null, "d", "example.org")),
                        List.of(),
                        "<0@example.org>",
                        "<1@example.org>"));
    }

    @Test
    void aMessageInAMessageHasItsOwnEnvelope() {
        String text = """
                Content-Type: message/rfc822

                From: sub@example.org
                Subject: inner
                Content-Type: multipart/digest; boundary=foo

                prologue
                --foo

                From: m1@example.org
                Subject: m1

                m1 body

                --foo\s
                X-Mime: m2 header

                Subject: m2
                --foo--
                """;
        byte[] message = Text.message(text);
        MimePart root = MimeStructureReader.read(message).root();

        assertThat(root.message()).isNotNull();
        assertThat(root.message().subject()).isEqualTo("inner");
        MimePart digest = root.children().getFirst();
        assertThat(digest.headerStart()).isEqualTo(root.bodyStart());
        assertThat(digest.children()).hasSize(2);
        MimePart first = digest.children().getFirst();
        assertThat(first.type() + "/" + first.subtype()).isEqualTo("message/rfc822");
        assertThat(first.message().subject()).isEqualTo("m1");
        assertThat(header(message, first)).isEqualTo("\n");
        assertThat(body(message, first.children().getFirst())).isEqualTo("m1 body\n");
        MimePart second = digest.children().get(1);
        assertThat(header(message, second)).isEqualTo("X-Mime: m2 header\n\n");
        assertThat(second.message().subject()).isEqualTo("m2");
        assertThat(second.children().getFirst().bodySize()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|text|plain",
                "Content-Type: TEXT/HTML|text|html",
                "Content-Type: text|text|plain",
                "Content-Type: text/|text|plain",
                "Content-Type: text/pl@in|text|plain",
                "Content-Type: ; charset=x|text|plain",
                "Content-Type: multipart/mixed|text|plain",
                "Content-Type : application/x|application|x",
                "Content-Type:|text|plain",
            })
    void malformedTypesAreText(String field, String type, String subtype) {
        MimePart part = part("Subject: x\n" + field + (field.isEmpty() ? "" : "\n") + "\nbody\n");

        assertThat(part.type()).isEqualTo(type);
        assertThat(part.subtype()).isEqualTo(subtype);
        assertThat(part.children()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "junk~~body|NOT_A_FIELD",
                "Subject: x|HEADER_NOT_ENDED",
                "Content-Type: a/b~Content-Type: c/d~~|REPEATED_FIELD",
                "Content-Type: a/b; x=1; x=2~~|REPEATED_PARAMETER",
                "Content-Type: nonsense~~|BAD_CONTENT_TYPE",
                "Content-Type: multipart/mixed~~|NO_BOUNDARY",
                "Content-Type: multipart/mixed; boundary=x~~--x--~|NO_PARTS",
                "Content-Type: multipart/mixed; boundary=x~~--x~~a~|NOT_CLOSED",
                "Content-Transfer-Encoding: rot13~~|BAD_ENCODING",
                "Content-Type: message/rfc822~Content-Transfer-Encoding: base64~~A: b~~|BAD_ENCODING",
                "Subject: a\0b~~|NUL",
            })
    void defectsAreNoted(String text, MimeDefect defect) {
        assertThat(defects(text.replace("~", "\n"))).containsExactly(defect);
    }

    @Test
    void lineEndsOfLfAloneAreRead() {
        byte[] message = Text.latin1(MIXED);
        MimePart root = MimeStructureReader.read(message).root();

        assertThat(root.children()).hasSize(2);
        assertThat(body(message, root.children().getFirst().children().getFirst()))
                .isEqualTo("plain\ntwo lines");
        MimeStructureReader reader = new MimeStructureReader();
        reader.feed(message, 0, message.length);
        reader.finish();
        assertThat(reader.defects()).containsExactly(MimeDefect.BARE_LF);
    }

    @Test
    void anEmptyMessageAndOneWithoutBodyHaveAStructure() {
        assertThat(part("").bodySize()).isZero();
        assertThat(part("Subject: x").bodyStart()).isEqualTo("Subject: x".length());
        assertThat(part("\n\n\nbody").bodyLines()).isEqualTo(2);
        assertThat(part("Content-Type: message/rfc822").children()).hasSize(1);
    }

    @Test
    void aMultipartWithoutPartsGetsAnEmptyOne() {
        MimePart root = part("Content-Type: multipart/mixed; boundary=x\n\nno delimiter\n");

        assertThat(root.children()).hasSize(1);
        assertThat(root.children().getFirst().bodySize()).isZero();
    }

    @Test
    void innerPartsEndWithTheOuterOne() {
        byte[] message = Text.message("""
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/html
                --a

                second
                --a--
                """);
        MimePart root = MimeStructureReader.read(message).root();

        assertThat(root.children()).hasSize(2);
        MimePart html = root.children().getFirst().children().getFirst();
        assertThat(html.subtype()).isEqualTo("html");
        assertThat(html.bodySize()).isZero();
        assertThat(body(message, root.children().get(1))).isEqualTo("second");
    }

    @Test
    void theWholeBoundaryIsComparedBeforeItsBeginning() {
        MimePart root = part("""
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: multipart/mixed; boundary=b1

                --b1

                one
                --b1

                two
                --b1--
                --b

                three
                --b--
                """);

        assertThat(root.children()).hasSize(2);
        assertThat(root.children().getFirst().children()).hasSize(2);
    }

    @Test
    @Tag("IMAP-8")
    void depthIsBounded() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append("\n");
        }
        MimePart part = part(text.toString());
        int depth = 1;
        while (!part.children().isEmpty()) {
            part = part.children().getFirst();
            depth++;
        }

        assertThat(depth).isEqualTo(MimeStructureReader.MAX_DEPTH);
        assertThat(part.type() + "/" + part.subtype()).isEqualTo("application/octet-stream");
        MimePart nested = part("Content-Type: message/rfc822\n\n".repeat(5000));
        assertThat(nested.message()).isNotNull();
        assertThat(defects("Content-Type: message/rfc822\n\n".repeat(5000))).contains(MimeDefect.TOO_DEEP);
    }

    @Test
    @Tag("IMAP-8")
    void numberOfPartsIsBounded() {
        String text = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(12_000) + "--b--\n";
        MimePart root = part(text);

        assertThat(root.children()).hasSize(MimeStructureReader.MAX_PARTS - 1);
        assertThat(root.children().getLast().bodySize()).isGreaterThan(10_000);
        assertThat(defects(text)).containsExactly(MimeDefect.TOO_MANY_PARTS);
    }

    @Test
    void keptFieldsAreBounded() {
        assertThat(part("Subject: " + "x".repeat(2_000_000) + "\n\n").bodySize())
                .isZero();
        assertThat(defects("To: " + "a@b,".repeat(500_000) + "\n\n")).containsExactly(MimeDefect.TOO_MUCH_HEADER);
        assertThat(defects("To: a\n" + " b\n".repeat(500_000) + "\n")).containsExactly(MimeDefect.TOO_MUCH_HEADER);
        String part = "--b\nContent-Description: " + "x".repeat(90_000) + "\n\n\n";
        assertThat(defects("Content-Type: multipart/mixed; boundary=b\n\n" + part.repeat(100) + "--b--\n"))
                .containsExactly(MimeDefect.TOO_MUCH_HEADER);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void resultDoesNotDependOnHowTheOctetsArrive(long seed) {
        Random random = new Random(seed);
        List<String> alphabet = List.of(
                "Content-Type: multipart/mixed; boundary=b\r\n",
                "Content-Type: multipart/digest; boundary=bb\r\n",
                "Content-Type: message/rfc822\r\n",
                "Content-Type: text/html;\r\n charset=x\r\n",
                "Subject: \u00FC\r\n",
                "From: a@b\r\n",
                "\r\n",
                "\r\n",
                "\n",
                "\r",
                "--b\r\n",
                "--b--\r\n",
                "--bb \r\n",
                "--bb--",
                "text",
                " ",
                "\0");
        for (int i = 0; i < 1000; i++) {
            byte[] message = Text.latin1(Text.random(random, 40, alphabet));
            MimeStructureReader whole = new MimeStructureReader();
            whole.feed(message, 0, message.length);
            MimeStructure expected = whole.finish();
            MimeStructureReader reader = new MimeStructureReader();

            for (byte[] chunk : Text.chunks(random, message)) {
                reader.feed(
                        random.nextBoolean()
                                ? ByteBuffer.wrap(chunk)
                                : ByteBuffer.allocateDirect(chunk.length)
                                        .put(chunk)
                                        .flip());
            }

            assertThat(reader.finish()).isEqualTo(expected);
            assertThat(reader.defects()).isEqualTo(whole.defects());
            assertNested(expected.root(), 0, message.length, message);
        }
    }

    private static void assertNested(MimePart part, long from, long to, byte[] message) {
        assertThat(part.headerStart()).isBetween(from, part.bodyStart());
        // The line end in front of an outer delimiter belongs to it, also where it ended a header or an inner
        // delimiter.
        int shared = part.bodySize() == 0 ? 2 : 0;
        assertThat(part.bodyEnd()).isBetween(part.bodyStart(), to + shared);
        assertThat(part.bodyLines())
                .isEqualTo(text(message, part.bodyStart(), part.bodyEnd())
                        .chars()
                        .filter(c -> c == '\n')
                        .count());
        long start = part.bodyStart();
        for (MimePart child : part.children()) {
            assertNested(child, start, part.bodyEnd(), message);
            start = child.bodyEnd();
        }
    }

    @Test
    void aStreamIsReadToItsEnd() throws IOException {
        byte[] message = Text.message(MIXED);

        assertThat(MimeStructureReader.read(new ByteArrayInputStream(message)))
                .isEqualTo(MimeStructureReader.read(message));
    }
}
