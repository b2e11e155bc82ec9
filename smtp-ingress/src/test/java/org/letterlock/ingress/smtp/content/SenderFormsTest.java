package org.letterlock.ingress.smtp.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.ingress.smtp.content.SenderIdentities.Named;
import org.letterlock.ingress.smtp.content.SenderIdentities.Refused;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;

/** Forged sender fields are refused or show the address of ours that they name, and no well-formed one is refused. */
class SenderFormsTest {
    private static final int MESSAGES = 500;
    private static final Domain OURS = new Domain("example.org");
    private static final List<String> NAMES = List.of(
            "",
            "Anna",
            "\"Example, Anna\"",
            "\"anna at home\"",
            "=?utf-8?q?J=C3=BCrgen?=",
            "A. Example",
            "(a comment)");
    private static final List<String> OWN_LOCAL_PARTS =
            List.of("anna", "ANNA", "anna+shop", "\"anna\"", "a.nna", "team", "ben", "anna-maria", "o'hara");
    private static final List<String> FOREIGN_LOCAL_PARTS =
            List.of("x", "news-bounces+anna=example.org", "SRS0=ab=cd=elsewhere.example=x", "no-reply", "\"a b\"");
    private static final List<String> FOREIGN_DOMAINS =
            List.of("elsewhere.example", "lists.elsewhere.example", "xn--bcher-kva.example", "example.com");
    private static final List<String> OTHER_FIELDS = List.of(
            "",
            "To: anna@example.org\r\n",
            "List-Id: <news.elsewhere.example>\r\nList-Post: <mailto:news@elsewhere.example>\r\n",
            "Reply-To: anna@example.org\r\n",
            "Resent-From: anna@example.org\r\nResent-Date: Tue, 24 Nov 2026 10:00:00 +0000\r\n",
            "X-Original-From: anna@example.org\r\n");

    @ParameterizedTest
    @Tag("SPOOF-4")
    @Tag("SPOOF-14")
    @ValueSource(
            strings = {
                "From: x@elsewhere.example, boss@example.org\r\n",
                "From: \"boss\"@example.org\r\n",
                "From: \"b\\oss\"@example.org\r\n",
                "From: boss@(comment)example.org\r\n",
                "From: boss(x@elsewhere.example)@example.org\r\n",
                "From: boss@EXAMPLE.ORG\r\n",
                "From: boss\r\n @example.org\r\n",
                "From: <@elsewhere.example:boss@example.org>\r\n",
                "From: <@elsewhere.example,@example.com:boss@example.org>\r\n",
                "From: Friends: boss@example.org;\r\n",
                "From: Friends: x@elsewhere.example, boss@example.org;\r\n",
                "From: boss@example.org <x@elsewhere.example\r\n",
                "From: <boss@example.org\r\n",
                "From: boss@example.org>\r\n",
                "From: <x@elsewhere.example> boss@example.org\r\n",
                "From: <boss@example.org>; <x@elsewhere.example>\r\n",
                "From: , boss@example.org\r\n",
                "From: x@elsewhere.example\r\nSender: \"boss\" <boss@example.org>\r\n",
            })
    void noForgedFormHidesAnAddressOfOurs(String fields) {
        for (SenderIdentities identities : List.of(
                SenderIdentities.ofSubmission(section(fields)),
                SenderIdentities.ofReception(section(fields), OURS::equals))) {
            assertThat(isRefusedOrShown(identities)).as("%s", identities).isTrue();
        }
    }

    @ParameterizedTest
    @Tag("SPOOF-14")
    @ValueSource(
            strings = {
                "From: boss@example.org\u0000@elsewhere.example\r\n",
                "From: boss@example.org\u0000\r\n",
                "From: <boss@example.org>,\u0000<x@elsewhere.example>\r\n",
            })
    void aHeaderWithANullOctetIsNotReadAtAll(String fields) {
        assertThat(HeaderSection.parse((fields + "\r\n").getBytes(ISO_8859_1), HeaderLimits.DEFAULT))
                .isInstanceOf(HeaderReading.Refused.class);
    }

    @ParameterizedTest
    @Tag("SPOOF-2")
    @ValueSource(longs = {1, 2, 3})
    void noWellFormedMailFromElsewhereIsRefusedOrTakenForOurs(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < MESSAGES; i++) {
            String address = one(random, FOREIGN_LOCAL_PARTS) + "@" + one(random, FOREIGN_DOMAINS);
            String message = one(random, OTHER_FIELDS) + "From: " + written(random, address) + "\r\nSubject: s\r\n";

            assertThat(SenderIdentities.ofReception(section(message), OURS::equals))
                    .as("seed %d, %s", seed, message)
                    .isEqualTo(new Named(List.of(address(address)), null));
        }
    }

    @ParameterizedTest
    @Tag("SPOOF-14")
    @ValueSource(longs = {4, 5, 6})
    void everyWellFormedOwnAddressIsReadAsItself(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < MESSAGES; i++) {
            String address =
                    one(random, OWN_LOCAL_PARTS) + "@" + (random.nextBoolean() ? "example.org" : "Example.ORG");
            boolean delegated = random.nextBoolean();
            String message = "From: " + written(random, address) + "\r\n"
                    + (delegated ? "Sender: " + written(random, "anna@example.org") + "\r\n" : "")
                    + one(random, OTHER_FIELDS);

            assertThat(SenderIdentities.ofSubmission(section(message)))
                    .as("seed %d, %s", seed, message)
                    .isEqualTo(new Named(List.of(address(address)), delegated ? address("anna@example.org") : null));
        }
    }

    private static boolean isRefusedOrShown(SenderIdentities identities) {
        return switch (identities) {
            case Refused _ -> true;
            case Named(var from, var sender) ->
                from.stream().anyMatch(address -> address.domain().equals(OURS))
                        || (sender != null && sender.domain().equals(OURS));
        };
    }

    private static String written(Random random, String address) {
        String name = one(random, NAMES);
        if (name.isEmpty()) {
            return random.nextBoolean() ? address : "<" + address + ">";
        }
        return name + (random.nextInt(4) == 0 ? "\r\n <" : " <") + address + ">";
    }

    private static String one(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static HeaderSection section(String fields) {
        return ((HeaderReading.Complete)
                        HeaderSection.parse((fields + "\r\n").getBytes(ISO_8859_1), HeaderLimits.DEFAULT))
                .section();
    }

    private static AddrSpec address(String text) {
        return AddrSpec.parse(text).require();
    }
}
