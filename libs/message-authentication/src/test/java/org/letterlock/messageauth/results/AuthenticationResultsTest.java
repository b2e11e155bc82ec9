package org.letterlock.messageauth.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.results.MethodResult.Method;
import org.letterlock.messageauth.results.MethodResult.Property;
import org.letterlock.messageauth.results.MethodResult.PropertyType;

@Tag("FLOW-4")
class AuthenticationResultsTest {
    private static final String ID = "mx.example.org";

    @Test
    void aFieldNamesEachMethodWithWhatItLookedAt() {
        var field = format(
                MethodResult.of(Method.SPF, "pass", new Property(PropertyType.SMTP, "mailfrom", "anna@example.com")),
                MethodResult.of(
                        Method.DKIM,
                        "pass",
                        new Property(PropertyType.HEADER, "d", "example.com"),
                        new Property(PropertyType.HEADER, "b", "Ab+/c=")),
                MethodResult.of(Method.DMARC, "fail", new Property(PropertyType.HEADER, "from", "example.com"))
                        .commented("p=reject dis=quarantine"));

        assertThat(field.body())
                .isEqualTo("mx.example.org; spf=pass smtp.mailfrom=anna@example.com; dkim=pass header.d=example.com"
                        + " header.b=\"Ab+/c=\"; dmarc=fail (p=reject dis=quarantine) header.from=example.com");
        assertThat(text(field).lines()).allMatch(line -> line.length() <= 78);
    }

    @Test
    void withoutAnyMethodTheFieldSaysNone() {
        assertThat(format().body()).isEqualTo("mx.example.org; none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\nBcc: y",
                "a; dkim=pass",
                "a(",
                "a)",
                "\"",
                "a\\",
                "\u760D\u760A",
                "\0",
                "\u0085",
                "\uD83D\uDE00",
                "\uD800",
                "",
                " ",
                "a@b; spf=pass",
                "(a@b",
                "@",
                "@example.com"
            })
    void whatAPeerChoosesStaysOneValue(String text) {
        var field = format(new MethodResult(
                Method.SPF, "fail", text, List.of(new Property(PropertyType.SMTP, "helo", text)), text));

        String octets = text(field);

        assertThat(octets.chars()).allMatch(c -> c == '\r' || c == '\n' || (c >= ' ' && c < 0x7F));
        assertThat(octets.replace("\r\n ", " ").lines()).hasSize(1);
        assertThat(bare(field.body()).chars().filter(c -> c == ';').count()).isEqualTo(1);
        assertThat(bare(field.body()))
                .startsWith("mx.example.org; spf=fail  reason=")
                .doesNotContain("pass");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyTextGivesOneFieldThatIsReadAsOurs(long seed) {
        Random random = new Random(seed);
        StringBuilder chosen = new StringBuilder();
        for (int i = random.nextInt(400); i > 0; i--) {
            chosen.append((char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000)));
        }
        var field = format(new MethodResult(
                Method.AUTH,
                "pass",
                null,
                List.of(new Property(PropertyType.SMTP, "auth", chosen.toString())),
                chosen.toString()));

        HeaderSection read = section(text(field));

        assertThat(read.fields()).hasSize(1);
        assertThat(text(field).lines()).allMatch(line -> line.length() <= 998);
        assertThat(ClaimedResults.removed(read, ID).fields()).isEmpty();
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authentication-Results: mx.example.org; spf=pass",
                "authentication-results: MX.Example.ORG; spf=pass",
                "AUTHENTICATION-RESULTS \t: mx.example.org 1; spf=pass",
                "Authentication-Results:mx.example.org;none",
                "Authentication-Results: mx.example.org",
                "Authentication-Results: mx.example.org.; spf=pass",
                "Authentication-Results:\r\n mx.example.org\r\n ; spf=pass",
                "Authentication-Results: (mx.example.net) (a (b\\)) c) mx.example.org(d) 1; spf=pass",
                "Authentication-Results: \"mx.example.org\"; spf=pass",
                "Authentication-Results: \"mx.\\example.org\"; spf=pass",
                "Authentication-Results: \"mx.example.org; spf=pass",
                "Authentication-Results: (mx.example.org; spf=pass",
                "Authentication-Results: mx.example.org/1; spf=pass",
                "Authentication-Results: ; mx.example.org; spf=pass",
                "Authentication-Results: \uFF4Dx.example.org; spf=pass"
            })
    void aFieldThatBearsOurIdIsRemoved(String forged) {
        assertThat(ClaimedResults.removed(section(forged + "\r\n"), ID).fields())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authentication-Results: mx.example.net; spf=pass (mx.example.org)",
                "Authentication-Results: amx.example.org; spf=pass",
                "Authentication-Results: (mx.example.org) other; spf=pass",
                "ARC-Authentication-Results: i=1; mx.example.org; spf=pass",
                "X-Authentication-Results: mx.example.org; spf=pass"
            })
    void anotherFieldStays(String foreign) {
        assertThat(ClaimedResults.removed(section(foreign + "\r\n"), ID).fields())
                .hasSize(1);
    }

    @Test
    void manyForgedFieldsAndDeepCommentsAreRemoved() {
        String deep = "Authentication-Results: " + "(".repeat(40_000) + ")".repeat(40_000) + ID + "; spf=pass\r\n";
        String many = "Authentication-Results: mx.example.org; dkim=pass\r\n".repeat(1000);

        HeaderSection left = ClaimedResults.removed(section(deep + many + "Subject: x\r\n"), ID);

        assertThat(left.fields()).extracting(HeaderField::name).containsExactly("Subject");
    }

    @Test
    void wordsAndIdsAreNotTextOfAPeer() {
        assertThatIllegalArgumentException().isThrownBy(() -> MethodResult.of(Method.SPF, "pass; dkim=pass"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Property(PropertyType.SMTP, "a b", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> new AuthenticationResults("a b", List.of()));
    }

    private static HeaderField format(MethodResult... results) {
        return new AuthenticationResults(ID, List.of(results)).format();
    }

    private static String text(HeaderField field) {
        return new String(field.octets(), UTF_8);
    }

    // Without quoted strings and comments, as a reader sees the structure.
    private static String bare(String body) {
        StringBuilder bare = new StringBuilder();
        char until = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (until != 0) {
                i += c == '\\' ? 1 : 0;
                until = c == until ? 0 : until;
            } else if (c == '"' || c == '(') {
                until = c == '"' ? '"' : ')';
            } else {
                bare.append(c);
            }
        }
        return bare.toString();
    }

    private static HeaderSection section(String text) {
        return ((HeaderReading.Complete) HeaderSection.parse((text + "\r\n").getBytes(UTF_8), HeaderLimits.DEFAULT))
                .section();
    }
}
