package org.letterlock.smtp.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.smtp.reply.ReplyCollector.Collected;

class RepliesTest {

    @Test
    void everyLineOfAReplyHasItsCodes() {
        SmtpReply reply = new SmtpReply(250, new EnhancedStatusCode(2, 0, 0), List.of("one", "two"));

        assertThat(reply.format()).isEqualTo("250-2.0.0 one\r\n250 2.0.0 two\r\n");
    }

    @Test
    @Tag("SMTP-12")
    void anAddressInAReplyIsTheParsedOne() {
        AddrSpec address = new AddrSpec("a \"b", new Domain("example.org"));

        assertThat(SmtpReplies.unknownRecipient(address).format())
                .isEqualTo("550 5.1.1 <\"a \\\"b\"@example.org>: Recipient unknown\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\n250 OK", "a\nb", "\u0000", "\u00e4", "\u760d\u760a"})
    void noTextCanBecomeASecondReply(String text) {
        assertThatThrownBy(() -> SmtpReply.of(550, "5.7.1", text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SmtpReply.withoutStatus(250, text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTwoCodesAgree() {
        assertThatThrownBy(() -> SmtpReply.of(450, "5.7.1", "no")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("QUEUE-13")
    void theTextOfAPeerIsEscapedAndCut() {
        PeerReply reply = new PeerReply(550, List.of("5.1.1 \u001b[31m no\r", "x".repeat(5000)));

        assertThat(reply.escaped().text())
                .startsWith("550 5.1.1 \\x1B[31m no\\x0D / xxx")
                .hasSize(2048);
        assertThat(reply.status()).isEqualTo(new EnhancedStatusCode(5, 1, 1));
    }

    @Test
    void anEnhancedCodeOfAnotherClassIsNotBelieved() {
        assertThat(new PeerReply(450, List.of("5.1.1 no")).status()).isNull();
        assertThat(new PeerReply(450, List.of("Busy")).status()).isNull();
    }

    @Test
    void theLinesOfAReplyAreCollected() {
        assertThat(collect("250-a", "250-b", "250 c"))
                .containsExactly(
                        new Collected.Incomplete(),
                        new Collected.Incomplete(),
                        new Collected.Complete(new PeerReply(250, List.of("a", "b", "c"))));
        assertThat(collect("250")).containsExactly(new Collected.Complete(new PeerReply(250, List.of(""))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "25", "hello", "250x", "990 a", "\u0000", "HTTP/1.1 400 Bad Request"})
    void whatIsNoReplyIsMalformed(String line) {
        assertThat(collect(line)).containsExactly(new Collected.Malformed());
    }

    @Test
    void aReplyOfTwoCodesIsMalformed() {
        assertThat(collect("250-a", "550 b").getLast()).isEqualTo(new Collected.Malformed());
    }

    @Test
    void aReplyWithoutEndIsCutOff() {
        ReplyCollector collector = new ReplyCollector();
        Collected collected = new Collected.Incomplete();
        int lines = 0;
        while (collected instanceof Collected.Incomplete) {
            collected = collector.add("250-x");
            lines++;
        }

        assertThat(collected).isEqualTo(new Collected.Malformed());
        assertThat(lines).isLessThanOrEqualTo(129);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theCollectorNeverThrows(long seed) {
        Random random = new Random(seed);
        String[] pieces = {"2", "5", "50", "250", "-", " ", "a", "\u00ff", "\r", "4.1.1", "354"};
        ReplyCollector collector = new ReplyCollector();
        for (int i = 0; i < 20; i++) {
            StringBuilder line = new StringBuilder();
            for (int piece = random.nextInt(5); piece > 0; piece--) {
                line.append(pieces[random.nextInt(pieces.length)]);
            }

            assertThat(collector.add(line.toString())).isNotNull();
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static List<Collected> collect(String... lines) {
        ReplyCollector collector = new ReplyCollector();
        List<Collected> collected = new ArrayList<>();
        for (String line : lines) {
            collected.add(collector.add(line));
        }
        return collected;
    }
}
