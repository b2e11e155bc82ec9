package org.letterlock.smtp.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** A command line is understood or not; what is understood is understood again from what is written of it. */
class SmtpCommandFuzz {
    @DictionaryEntries({
        "EHLO ",
        "MAIL FROM:<",
        "RCPT TO:<",
        "> SIZE=",
        " BODY=8BITMIME",
        " AUTH=",
        " RET=HDRS ENVID=",
        " NOTIFY=SUCCESS,DELAY ORCPT=rfc822;",
        " REQUIRETLS",
        " SMTPUTF8",
        "AUTH PLAIN ",
        "BDAT 7 LAST",
        "@example.org>",
        "+3D",
        "[IPv6:::1]"
    })
    @FuzzTest
    void whatIsWrittenIsUnderstoodAgain(byte[] octets) {
        String line = new String(octets, ISO_8859_1);

        if (CommandParser.parse(line) instanceof CommandLine.Valid(SmtpCommand command)) {
            assertThat(CommandParser.parse(CommandFormatter.format(command))).isEqualTo(new CommandLine.Valid(command));
        }
        if (AuthResponse.parse(line) instanceof AuthResponse.Response response) {
            assertThat(AuthResponse.parse(AuthResponse.format(response))).isEqualTo(response);
        }
        Xtext.decode(line)
                .ifPresent(text -> assertThat(Xtext.decode(Xtext.encode(text))).contains(text));
    }
}
