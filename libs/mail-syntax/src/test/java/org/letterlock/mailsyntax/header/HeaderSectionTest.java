package org.letterlock.mailsyntax.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.Text;

class HeaderSectionTest {
    private static HeaderSection section(String text) {
        return complete(HeaderSection.parse(Text.latin1(text), HeaderLimits.DEFAULT));
    }

    private static HeaderSection complete(HeaderReading reading) {
        assertThat(reading).isInstanceOf(HeaderReading.Complete.class);
        return ((HeaderReading.Complete) reading).section();
    }

    private static String text(HeaderSection section) {
        return new String(section.octets(), StandardCharsets.ISO_8859_1);
    }

    private static HeaderReading refused(HeaderFault fault) {
        return new HeaderReading.Refused(fault);
    }

    @Test
    void fieldsAreFoundByNameAndUnfolded() {
        HeaderSection section = section("From: a@example.org\r\nSUBJECT : one\r\n two\r\n\tthree \r\nX:\r\n\r\nbody");

        assertThat(section.fields()).hasSize(3);
        assertThat(section.find("subject")).map(HeaderField::body).contains("one two\tthree");
        assertThat(section.find("Subject")).map(HeaderField::name).contains("SUBJECT");
        assertThat(section.find("x")).map(HeaderField::body).contains("");
        assertThat(section.find("Sub")).isEmpty();
        assertThat(section.find("")).isEmpty();
    }

    @Test
    void aNameWithOctetsAbove127IsItsOwnName() {
        HeaderField field = HeaderField.ofOctets(new byte[] {'T', (byte) 0xFF, (byte) 0xC4, ':', 'a', '\r', '\n'});

        assertThat(field.named(field.name())).isTrue();
        assertThat(field.named("T")).isFalse();
    }

    @Test
    void octetsAreKeptAsTheyCame() {
        String header = "From: a\r\nno colon here\r\n\tfolded: x\r\n\u00FC: 8 bit \u00FF\r\n: no name\r\n\r\n";

        HeaderSection section = section(header + "body: is: not header\r\n");

        assertThat(text(section)).isEqualTo(header);
        assertThat(section.length()).isEqualTo(header.length());
        assertThat(section.fields().get(1).name()).isEmpty();
    }

    @Test
    void aMessageWithoutEmptyLineIsAllHeader() {
        HeaderSection section = section("From: a\r\nSubject: b");

        assertThat(section.isSeparated()).isFalse();
        assertThat(section.find("Subject")).map(HeaderField::body).contains("b");
        assertThat(text(section)).isEqualTo("From: a\r\nSubject: b");
        assertThat(text(section.withLast(HeaderField.of("Date", "today"))))
                .isEqualTo("From: a\r\nSubject: b\r\nDate: today\r\n");
        assertThat(section("").fields()).isEmpty();
        assertThat(section("\r\nbody").fields()).isEmpty();
    }

    @Test
    void bodyIsUtf8OrElseLatin1() {
        assertThat(HeaderField.ofOctets("S: \u00FC\r\n".getBytes(StandardCharsets.UTF_8))
                        .body())
                .isEqualTo("\u00FC");
        assertThat(HeaderField.ofOctets(Text.latin1("S: \u00FC\u00C3\r\n")).body())
                .isEqualTo("\u00FC\u00C3");
    }

    @Test
    void changesLeaveTheOtherOctetsAlone() {
        HeaderSection section = section("A: 1\r\nBcc: x\r\n y\r\nB:2\r\nbcc: z\r\n\r\n");

        assertThat(text(section.without("BCC"))).isEqualTo("A: 1\r\nB:2\r\n\r\n");
        assertThat(text(section.withFirst(HeaderField.of("R", "0")))).startsWith("R: 0\r\nA: 1\r\n");
        assertThat(text(section.replacing(HeaderField.of("BCC", "n")))).isEqualTo("A: 1\r\nBCC: n\r\nB:2\r\n\r\n");
        assertThat(text(section.replacing(HeaderField.of("N", "n")))).endsWith("bcc: z\r\nN: n\r\n\r\n");
        assertThat(section.repeated(List.of("A", "Bcc"))).containsExactly("Bcc");
        assertThat(text(section)).contains("Bcc: x\r\n y\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x", "a\nb", "a\rb", "a\r\n", "a\r\n ", "a\u0000b", "\r\n\r\n x"})
    void nothingFromOutsideBecomesASecondField(String body) {
        assertThatThrownBy(() -> HeaderField.of("Subject", body)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void charactersThatNarrowToCrLfStayCharacters() {
        HeaderField field = HeaderField.of("Subject", "a\u760D\u760ABcc: x");

        assertThat(field.octets()).isEqualTo("Subject: a\u760D\u760ABcc: x\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(field.body()).isEqualTo("a\u760D\u760ABcc: x");
        assertThatThrownBy(() -> HeaderField.of("Sub\u760Aject", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("HDR-5")
    void limitsAreExact() {
        HeaderLimits limits = new HeaderLimits(100, 3, 50);

        assertThat(read("A: 1\r\n".repeat(3) + "\r\n", limits)).isInstanceOf(HeaderReading.Complete.class);
        assertThat(read("A: 1\r\n".repeat(4) + "\r\n", limits)).isEqualTo(refused(HeaderFault.TOO_MANY_FIELDS));
        assertThat(read("A: " + "x".repeat(45) + "\r\n\r\n", limits)).isInstanceOf(HeaderReading.Complete.class);
        assertThat(read("A: " + "x".repeat(46) + "\r\n\r\n", limits)).isEqualTo(refused(HeaderFault.FIELD_TOO_LARGE));
        String field = "A: " + "x".repeat(45) + "\r\n";
        assertThat(read(field + field + "\r\n", limits)).isInstanceOf(HeaderReading.Complete.class);
        assertThat(read(field + field + "B", limits)).isEqualTo(refused(HeaderFault.SECTION_TOO_LARGE));
        assertThat(read("x".repeat(1000), limits)).isEqualTo(refused(HeaderFault.SECTION_TOO_LARGE));
        assertThat(read("A: \0\r\n\r\n", limits)).isEqualTo(refused(HeaderFault.NUL));
        assertThat(read("A: 1\r\n\r\n\0".repeat(100), limits)).isInstanceOf(HeaderReading.Complete.class);
        assertThat(HeaderLimits.DEFAULT).isEqualTo(new HeaderLimits(262_144, 2000, 100_000));
    }

    private static HeaderReading read(String text, HeaderLimits limits) {
        return HeaderSection.parse(Text.latin1(text), limits);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A: 1~B: 2~ 3~~|",
                "A: 1~junk~~|NOT_A_FIELD",
                "From a@b Mon~A: 1~~|NOT_A_FIELD",
                "^A: 1~~|NOT_A_FIELD",
                "\u00FC: 1~~|NOT_A_FIELD",
                "A b: 1~~|NOT_A_FIELD",
                ": 1~~|NOT_A_FIELD",
                "A : 1~~|SPACE_BEFORE_COLON",
                "A: 1`B: 2~~|BARE_CR_OR_LF",
                "A: 1!B: 2~~|BARE_CR_OR_LF",
                "A: 1~`|BARE_CR_OR_LF",
                "A: 1~ ~ 2~~|BLANK_CONTINUATION",
                "A: 1~ ~~|BLANK_CONTINUATION",
                "A: 1~|UNTERMINATED",
                "A: 1|UNTERMINATED",
            })
    @Tag("SPOOF-13")
    void aStrictReaderMinds(String text, HeaderFault fault) {
        String octets =
                text.replace("~", "\r\n").replace("`", "\n").replace("!", "\r").replace("^", " ");

        assertThat(section(octets).fault().orElse(null)).isEqualTo(fault);
        assertThat(text(section(octets))).isEqualTo(octets);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void resultDoesNotDependOnHowTheOctetsArrive(long seed) {
        Random random = new Random(seed);
        List<String> alphabet = List.of("A: b", "\r\n", "\r\n", "\r", "\n", " ", "\t", ":", "From: x@y", "\u00FC");
        for (int i = 0; i < 500; i++) {
            byte[] message = Text.latin1(Text.random(random, 30, alphabet) + "\r\n\r\nbody\r\n");
            HeaderSectionReader whole = new HeaderSectionReader(HeaderLimits.DEFAULT);
            HeaderReading expected = whole.feed(message, 0, message.length);
            HeaderSectionReader reader = new HeaderSectionReader(HeaderLimits.DEFAULT);

            int headerOctets = 0;
            HeaderReading reading = new HeaderReading.Incomplete();
            for (byte[] chunk : Text.chunks(random, message)) {
                ByteBuffer buffer = random.nextBoolean()
                        ? ByteBuffer.wrap(chunk)
                        : ByteBuffer.allocateDirect(chunk.length).put(chunk).flip();
                reading = reader.feed(buffer);
                headerOctets += buffer.position();
            }

            assertThat(reading).isEqualTo(expected);
            assertThat(headerOctets).isEqualTo(whole.consumed());
            byte[] octets = complete(reading).octets();
            assertThat(octets).isEqualTo(java.util.Arrays.copyOf(message, headerOctets));
        }
    }

    @Test
    void foldingKeepsToTheLineLengthAndTheText() {
        String body = "word ".repeat(60) + "x".repeat(100) + "  two spaces ";

        HeaderField field = HeaderFolding.fold("Subject", body);

        String text = new String(field.octets(), StandardCharsets.US_ASCII);
        assertThat(text.lines().filter(line -> !line.contains("xxx"))).allMatch(line -> line.length() <= 78);
        assertThat(field.body()).isEqualTo(body.strip());
        assertThat(field.fault()).isEmpty();
        assertThat(HeaderFolding.fold("A", "short").octets()).isEqualTo(Text.latin1("A: short\r\n"));
    }

    @Test
    void peerTextInLogsIsPrintable() {
        assertThat(FieldText.printable("a\r\n\u001B[31m\\\u00FC"))
                .isEqualTo("a\\u000D\\u000A\\u001B[31m\\u005C\\u00FC");
        assertThat(HeaderField.ofOctets(Text.latin1("Sub\u001Bject: secret\r\n"))
                        .toString())
                .doesNotContain("secret", "\u001B");
    }
}
