package org.letterlock.mailsyntax.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.letterlock.mailsyntax.Text;
import org.letterlock.mailsyntax.header.HeaderField;

@Tag("DKIM-49")
class CanonicalizationTest {
    private static byte[] digest(Canonicalization canonicalization, String body) {
        BodyDigest digest = new BodyDigest(canonicalization);
        digest.update(Text.latin1(body));
        return digest.digest();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(Text.latin1(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String header(String field, Canonicalization canonicalization) {
        return new String(
                CanonicalHeader.of(HeaderField.ofOctets(Text.latin1(field)), canonicalization),
                StandardCharsets.ISO_8859_1);
    }

    // ~ stands for CRLF, ^ for SP, > for HTAB
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "^C^~D^>^E~~~|^C~D^E~|^C^~D^>^E~", // RFC 6376 section 3.4.5
                "``|``|~",
                "~|``|~",
                "~~~|``|~",
                "^~>~|``|^~>~",
                "a|a~|a~",
                "a^>|a~|a^>~",
                "a^|a~|a^~",
                "a~~b~~|a~~b~|a~~b~",
                "a~^~b|a~~b~|a~^~b~",
                ">a>>b>|^a^b~|>a>>b>~",
                "^^^~a|~a~|^^^~a~",
            })
    void bodies(String body, String relaxed, String simple) {
        assertThat(digest(Canonicalization.RELAXED, plain(body))).isEqualTo(sha256(plain(relaxed)));
        assertThat(digest(Canonicalization.SIMPLE, plain(body))).isEqualTo(sha256(plain(simple)));
    }

    private static String plain(String text) {
        return text.replace("~", "\r\n").replace('^', ' ').replace('>', '\t');
    }

    @Test
    void emptyBodiesHaveTheDigestsOfTheRfc() {
        // RFC 6376 section 3.4.3 and 3.4.4
        assertThat(Base64.getEncoder().encodeToString(digest(Canonicalization.SIMPLE, "")))
                .isEqualTo("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=");
        assertThat(Base64.getEncoder().encodeToString(digest(Canonicalization.RELAXED, "")))
                .isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    @Test
    void theBodyOfRfc8463HasItsDigest() {
        String body = "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";

        assertThat(Base64.getEncoder().encodeToString(digest(Canonicalization.RELAXED, body)))
                .isEqualTo("2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
    }

    @Test
    void aLoneCrOrLfIsContent() {
        assertThat(digest(Canonicalization.RELAXED, "a \r b \n\r\r\n")).isEqualTo(sha256("a \r b \n\r\r\n"));
        assertThat(digest(Canonicalization.SIMPLE, "a\r")).isEqualTo(sha256("a\r\r\n"));
    }

    @Test
    void aLengthCutsTheCanonicalBody() {
        BodyDigest digest = new BodyDigest(Canonicalization.RELAXED, 4);
        digest.update(Text.latin1("a  b\r\nc\r\n\r\n"));

        assertThat(digest.digest()).isEqualTo(sha256("a b\r"));
        assertThat(digest.canonicalLength()).isEqualTo("a b\r\nc\r\n".length());
    }

    @ParameterizedTest
    @EnumSource
    void theDigestDoesNotDependOnHowTheBodyArrives(Canonicalization canonicalization) {
        List<String> alphabet = List.of("\r\n", "\r\n", "\r", "\n", " ", "\t", "a", "word", "\u00FC", "x".repeat(5000));
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            String body = Text.random(random, random.nextInt(40), alphabet);
            BodyDigest digest = new BodyDigest(canonicalization);

            for (byte[] chunk : Text.chunks(random, Text.latin1(body))) {
                digest.update(
                        random.nextBoolean()
                                ? ByteBuffer.wrap(chunk)
                                : ByteBuffer.allocateDirect(chunk.length)
                                        .put(chunk)
                                        .flip());
            }

            assertThat(digest.digest()).as("seed %d", seed).isEqualTo(reference(canonicalization, body));
        }
    }

    // The steps of section 3.4.3 and 3.4.4 as they stand there, over the whole body.
    private static byte[] reference(Canonicalization canonicalization, String body) {
        List<String> lines = new java.util.ArrayList<>(Arrays.asList(body.split("\r\n", -1)));
        if (canonicalization == Canonicalization.RELAXED) {
            lines.replaceAll(line -> line.replaceAll("[ \\t]+", " ").replaceAll(" \\z", ""));
        }
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        ByteArrayOutputStream canonical = new ByteArrayOutputStream();
        lines.forEach(line -> canonical.writeBytes(Text.latin1(line + "\r\n")));
        if (lines.isEmpty() && canonicalization == Canonicalization.SIMPLE) {
            canonical.writeBytes(Text.latin1("\r\n"));
        }
        return sha256(canonical.toString(StandardCharsets.ISO_8859_1));
    }

    @Test
    void headerFieldsOfTheRfcAreRelaxed() {
        // RFC 6376 section 3.4.5
        assertThat(header("A: X\r\n", Canonicalization.RELAXED)).isEqualTo("a:X\r\n");
        assertThat(header("B : Y\t\r\n\tZ  \r\n", Canonicalization.RELAXED)).isEqualTo("b:Y Z\r\n");
        assertThat(header("B : Y\t\r\n\tZ  \r\n", Canonicalization.SIMPLE)).isEqualTo("B : Y\t\r\n\tZ  \r\n");
        assertThat(header("SubJect:  A: B\r\n", Canonicalization.RELAXED)).isEqualTo("subject:A: B\r\n");
        assertThat(header("X:\r\n", Canonicalization.RELAXED)).isEqualTo("x:\r\n");
        assertThat(header("X: \u00FC \r\n", Canonicalization.RELAXED)).isEqualTo("x:\u00FC\r\n");
        assertThat(header("no colon", Canonicalization.RELAXED)).isEqualTo("no colon\r\n");
    }
}
