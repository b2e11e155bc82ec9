package org.letterlock.smtp.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.smtp.command.CommandLine.Invalid;
import org.letterlock.smtp.command.CommandLine.Valid;
import org.letterlock.smtp.command.MailParameters.Body;
import org.letterlock.smtp.command.MailParameters.Ret;
import org.letterlock.smtp.command.RcptParameters.Notify;
import org.letterlock.smtp.command.RcptParameters.OriginalRecipient;

class CommandParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EHLO client.example                       | EHLO client.example",
                "ehlo CLIENT.Example                       | EHLO client.example",
                "HELO [192.0.2.1]                          | HELO [192.0.2.1]",
                "EHLO [IPv6:2001:db8::1]                   | EHLO [IPv6:2001:db8::1]",
                "MAIL FROM:<>                              | MAIL FROM:<>",
                "mail from:<Anna@Example.org>              | MAIL FROM:<Anna@example.org>",
                "MAIL FROM:<@a.example,@b.example:anna@example.org> | MAIL FROM:<anna@example.org>",
                "MAIL FROM:<\"an na\"@example.org>         | MAIL FROM:<\"an na\"@example.org>",
                "MAIL FROM:<\"a>b\"@example.org>           | MAIL FROM:<\"a>b\"@example.org>",
                "MAIL FROM:<\"a\\\"b\"@example.org>        | MAIL FROM:<\"a\\\"b\"@example.org>",
                "MAIL FROM:<anna@[192.0.2.1]>              | MAIL FROM:<anna@[192.0.2.1]>",
                "MAIL FROM:<a@example.org> SIZE=1000       | MAIL FROM:<a@example.org> SIZE=1000",
                "MAIL FROM:<a@example.org> body=8bitmime   | MAIL FROM:<a@example.org> BODY=8BITMIME",
                "MAIL FROM:<a@example.org> RET=hdrs ENVID=a+2Bb | MAIL FROM:<a@example.org> RET=HDRS ENVID=a+2Bb",
                "MAIL FROM:<a@example.org> AUTH=<>         | MAIL FROM:<a@example.org> AUTH=<>",
                "MAIL FROM:<a@example.org> AUTH=e+3Dmc2@example.com | MAIL FROM:<a@example.org> AUTH=e+3Dmc2@example.com",
                "RCPT TO:<postmaster>                      | RCPT TO:<postmaster>",
                "RCPT TO:<Postmaster@example.org>          | RCPT TO:<Postmaster@example.org>",
                "RCPT TO:<a@example.org> NOTIFY=never      | RCPT TO:<a@example.org> NOTIFY=NEVER",
                "RCPT TO:<a@example.org> NOTIFY=DELAY,SUCCESS | RCPT TO:<a@example.org> NOTIFY=SUCCESS,DELAY",
                "RCPT TO:<a@example.org> ORCPT=rfc822;b+40c@d | RCPT TO:<a@example.org> ORCPT=rfc822;b@c@d",
                "DATA                                      | DATA",
                "BDAT 0 LAST                               | BDAT 0 LAST",
                "bdat 86000 last                           | BDAT 86000 LAST",
                "NOOP anything at all                      | NOOP",
                "RSET                                      | RSET",
                "QUIT                                      | QUIT",
                "STARTTLS                                  | STARTTLS",
                "AUTH plain                                | AUTH PLAIN",
                "AUTH PLAIN =                              | AUTH PLAIN =",
                "AUTH PLAIN AGFubmEAc2VjcmV0               | AUTH PLAIN AGFubmEAc2VjcmV0",
                "HELP MAIL                                 | HELP",
            })
    void whatIsUnderstoodIsFormattedBack(String line, String formatted) {
        assertThat(format(line)).isEqualTo(formatted);
        assertThat(format(formatted)).isEqualTo(formatted);
    }

    @ParameterizedTest
    @Tag("SMTP-2")
    @Tag("SMTP-3")
    @Tag("SMTP-6")
    @Tag("SMTP-16")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | UNKNOWN_COMMAND",
                "FOO                                       | UNKNOWN_COMMAND",
                "ETRN example.org                          | UNKNOWN_COMMAND",
                "TURN                                      | UNKNOWN_COMMAND",
                "XCLIENT ADDR=1.2.3.4                      | UNKNOWN_COMMAND",
                "XFORWARD NAME=a                           | UNKNOWN_COMMAND",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 25           | UNKNOWN_COMMAND",
                "GET / HTTP/1.1                            | HTTP_REQUEST",
                "POST / HTTP/1.1                           | HTTP_REQUEST",
                "EHLO                                      | EHLO_ARGUMENT",
                "EHLO a b                                  | EHLO_ARGUMENT",
                "EHLO under_score                          | EHLO_ARGUMENT",
                "HELO [300.1.1.1]                          | EHLO_ARGUMENT",
                "EHLO -a                                   | EHLO_ARGUMENT",
                "MAIL                                      | ARGUMENT",
                "MAIL xFROM:<a@example.org>                | ARGUMENT",
                "MAIL TO:<a@example.org>                   | ARGUMENT",
                "MAIL FROM <a@example.org>                 | ARGUMENT",
                "MAIL FROM: <a@example.org>                | SENDER_SYNTAX",
                "MAIL FROM:a@example.org                   | SENDER_SYNTAX",
                "MAIL FROM:<anna>                          | SENDER_SYNTAX",
                "MAIL FROM:<;cmd;>                         | SENDER_SYNTAX",
                "MAIL FROM:<a@>                            | SENDER_SYNTAX",
                "MAIL FROM:<@example.org>                  | SENDER_SYNTAX",
                "MAIL FROM:<a@b@c>                         | SENDER_SYNTAX",
                "MAIL FROM:<\"a@example.org>               | SENDER_SYNTAX",
                "MAIL FROM:<<a@example.org>>               | SENDER_SYNTAX",
                "MAIL FROM:<a..b@example.org>              | SENDER_SYNTAX",
                "MAIL FROM:<a@example.org>SIZE=1           | ARGUMENT",
                "MAIL FROM:<a@example.org>  SIZE=1         | ARGUMENT",
                "MAIL FROM:<a@example.org> SMTPUTF8        | UNKNOWN_PARAMETER",
                "MAIL FROM:<a@example.org> FOO=1           | UNKNOWN_PARAMETER",
                "MAIL FROM:<a@example.org> NOTIFY=NEVER    | UNKNOWN_PARAMETER",
                "MAIL FROM:<a@example.org> SIZE            | PARAMETER_VALUE",
                "MAIL FROM:<a@example.org> SIZE=           | PARAMETER_VALUE",
                "MAIL FROM:<a@example.org> SIZE=-1         | PARAMETER_VALUE",
                "MAIL FROM:<a@example.org> SIZE=1 SIZE=2   | PARAMETER_VALUE",
                "MAIL FROM:<a@example.org> BODY=BINARYMIME | PARAMETER_VALUE",
                "MAIL FROM:<a@example.org> RET=SOME        | PARAMETER_VALUE",
                "MAIL FROM:<a@example.org> ENVID=a=b       | PARAMETER_VALUE",
                "MAIL FROM:<a@example.org> ENVID=a+0Ab     | PARAMETER_VALUE",
                "MAIL FROM:<a@example.org> ENVID=a+4       | PARAMETER_VALUE",
                "MAIL FROM:<a@example.org> AUTH=a+0D+0Ab@c | PARAMETER_VALUE",
                "MAIL FROM:<a@example.org> AUTH=\"         | PARAMETER_VALUE",
                "RCPT TO:<>                                | RECIPIENT_SYNTAX",
                "RCPT TO:<\"\"@example.org>                | RECIPIENT_SYNTAX",
                "RCPT TO:anna                              | RECIPIENT_SYNTAX",
                "RCPT TO:                                  | RECIPIENT_SYNTAX",
                "RCPT TO:<a@example.org> NOTIFY=NEVER,SUCCESS | PARAMETER_VALUE",
                "RCPT TO:<a@example.org> NOTIFY=SUCCESS,SUCCESS | PARAMETER_VALUE",
                "RCPT TO:<a@example.org> NOTIFY=,          | PARAMETER_VALUE",
                "RCPT TO:<a@example.org> NOTIFY=ALWAYS     | PARAMETER_VALUE",
                "RCPT TO:<a@example.org> ORCPT=rfc822      | PARAMETER_VALUE",
                "RCPT TO:<a@example.org> ORCPT=rfc822;     | PARAMETER_VALUE",
                "RCPT TO:<a@example.org> ORCPT=rfc822;a+0Ab | PARAMETER_VALUE",
                "RCPT TO:<a@example.org> SIZE=1            | UNKNOWN_PARAMETER",
                "DATA now                                  | ARGUMENT",
                "RSET 1                                    | ARGUMENT",
                "QUIT 1                                    | ARGUMENT",
                "STARTTLS 1                                | ARGUMENT",
                "VRFY                                      | ARGUMENT",
                "BDAT                                      | CHUNK_SIZE",
                "BDAT -1                                   | CHUNK_SIZE",
                "BDAT 18446744073709551616 LAST            | CHUNK_SIZE",
                "BDAT 10 FIRST                             | CHUNK_SIZE",
                "AUTH                                      | ARGUMENT",
                "AUTH PL/AIN                               | ARGUMENT",
                "AUTH PLAIN abc                            | BASE64",
                "AUTH PLAIN a=bc                           | BASE64",
            })
    void whatIsWrongHasItsFault(String line, CommandFault fault) {
        assertThat(CommandParser.parse(line)).isEqualTo(new Invalid(fault));
    }

    // Row 5 of the lessons: text that other servers ran; here it is a local-part like any other.
    @ParameterizedTest
    @ValueSource(strings = {"${run{x}}", "$jndi", "|/bin/sh", "/etc/passwd", "{{7*7}}"})
    void whatLooksLikeCodeIsJustALocalPart(String localPart) {
        assertThat(CommandParser.parse("RCPT TO:<" + localPart + "@example.org>"))
                .isEqualTo(new Valid(new SmtpCommand.Rcpt(
                        new ForwardPath.To(new AddrSpec(localPart, new Domain("example.org"))), RcptParameters.NONE)));
    }

    @Test
    @Tag("SMTP-1")
    void anAddressThatIsNotAsciiHasItsOwnReply() {
        assertThat(CommandParser.parse("MAIL FROM:<j\u00f6rg@example.org>"))
                .isEqualTo(new Invalid(CommandFault.SENDER_NOT_ASCII));
        assertThat(CommandParser.parse("RCPT TO:<a@b\u00fccher.example>"))
                .isEqualTo(new Invalid(CommandFault.RECIPIENT_NOT_ASCII));
        // Row 17 of the lessons: narrowed to octets, these two would be CR and LF.
        assertThat(CommandParser.parse("RCPT TO:<a\u760d\u760a@example.org>"))
                .isEqualTo(new Invalid(CommandFault.RECIPIENT_NOT_ASCII));
    }

    @Test
    @Tag("SMTP-6")
    void lengthsOfThePathAreLimited() {
        String label = "a".repeat(63);
        String domain = String.join(".", label, label, label);

        assertThat(format("RCPT TO:<" + "a".repeat(62) + "@" + domain + ">")).startsWith("RCPT TO:<aaa");
        assertThat(CommandParser.parse("RCPT TO:<" + "a".repeat(65) + "@example.org>"))
                .isEqualTo(new Invalid(CommandFault.RECIPIENT_SYNTAX));
        assertThat(CommandParser.parse("RCPT TO:<" + "a".repeat(64) + "@" + domain + ">"))
                .isEqualTo(new Invalid(CommandFault.RECIPIENT_SYNTAX));
    }

    @Test
    @Tag("SMTP-10")
    void aLineOver512OctetsNeedsAnExtensionThatAllowsIt() {
        assertThat(CommandParser.parse("EHLO " + "a".repeat(600))).isEqualTo(new Invalid(CommandFault.LINE_TOO_LONG));
        assertThat(CommandParser.parse("NOOP " + "a".repeat(506))).isEqualTo(new Invalid(CommandFault.LINE_TOO_LONG));
        assertThat(CommandParser.parse("NOOP " + "a".repeat(505))).isEqualTo(new Valid(new SmtpCommand.Noop()));
        assertThat(CommandParser.parse("AUTH PLAIN " + "AAAA".repeat(200))).isInstanceOf(Valid.class);
    }

    @Test
    void controlCharactersAreNoCommand() {
        assertThat(CommandParser.parse("NOOP \u0000")).isEqualTo(new Invalid(CommandFault.UNKNOWN_COMMAND));
        assertThat(CommandParser.parse("\u0016\u0003\u0001")).isEqualTo(new Invalid(CommandFault.UNKNOWN_COMMAND));
    }

    @Test
    void trailingSpaceIsTolerated() {
        assertThat(CommandParser.parse("RSET \t ")).isEqualTo(new Valid(new SmtpCommand.Rset()));
    }

    @Test
    void aPasswordIsNotShown() {
        assertThat(CommandParser.parse("AUTH PLAIN AGFubmEAc2VjcmV0").toString())
                .doesNotContain("secret", "AGFu");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theParserNeverThrows(long seed) {
        Random random = new Random(seed);
        String[] pieces = {
            "MAIL FROM:",
            "RCPT TO:",
            "<",
            ">",
            "\"",
            "\\",
            "@",
            ":",
            ",",
            " ",
            "=",
            "+",
            "a",
            "example.org",
            "SIZE=",
            "ENVID=",
            "AUTH",
            "PLAIN",
            "BDAT ",
            "1",
            "[",
            "]",
            "\t",
            "\u0000",
            "\u00ff",
            "\ud800",
            "NOTIFY=",
            "ORCPT=",
            ";",
            "EHLO "
        };
        StringBuilder line = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            line.append(pieces[random.nextInt(pieces.length)]);
        }

        assertThat(CommandParser.parse(line.toString())).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsFormattedIsParsedBack(long seed) {
        Random random = new Random(seed);
        SmtpCommand command = switch (random.nextInt(5)) {
            case 0 -> new SmtpCommand.Mail(reversePath(random), mailParameters(random));
            case 1 -> new SmtpCommand.Rcpt(new ForwardPath.To(address(random)), rcptParameters(random));
            case 2 -> new SmtpCommand.Bdat(random.nextLong(1L << 50), random.nextBoolean());
            case 3 ->
                new SmtpCommand.Auth(
                        "SCRAM-SHA-256", SaslMessage.copyOf(text(random, 20).getBytes(StandardCharsets.US_ASCII)));
            default -> new SmtpCommand.Ehlo(new Domain("a" + random.nextInt(100) + ".example"));
        };

        assertThat(CommandParser.parse(CommandFormatter.format(command))).isEqualTo(new Valid(command));
    }

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    private static String format(String line) {
        return switch (CommandParser.parse(line)) {
            case Valid(SmtpCommand command) -> CommandFormatter.format(command);
            case Invalid(CommandFault fault) -> fault.name();
        };
    }

    private static ReversePath reversePath(Random random) {
        return random.nextInt(4) == 0 ? new ReversePath.Null() : new ReversePath.To(address(random));
    }

    private static AddrSpec address(Random random) {
        return new AddrSpec(text(random, 30), new Domain(random.nextBoolean() ? "example.org" : "[192.0.2.1]"));
    }

    private static MailParameters mailParameters(Random random) {
        return new MailParameters(
                random.nextInt(1000),
                random.nextBoolean() ? Body.SEVEN_BIT : Body.EIGHT_BIT_MIME,
                random.nextBoolean() ? Ret.HDRS : null,
                random.nextBoolean() ? text(random, 20) : null,
                random.nextBoolean() ? new ReversePath.Null() : null);
    }

    private static RcptParameters rcptParameters(Random random) {
        return new RcptParameters(
                random.nextBoolean() ? Set.of(Notify.NEVER) : Set.of(Notify.FAILURE, Notify.DELAY),
                random.nextBoolean() ? new OriginalRecipient("rfc822", text(random, 40)) : null);
    }

    private static String text(Random random, int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(maxLength); i > 0; i--) {
            text.append((char) (0x20 + random.nextInt(0x5F)));
        }
        return text.toString();
    }
}
