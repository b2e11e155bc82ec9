package org.letterlock.smtp.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.smtp.command.RcptParameters.OriginalRecipient;

// Row 18 of the lessons: CR and LF in the values that a client sends on.
class CommandFormatterTest {

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nDATA", "a\nb", "\u760d\u760a", "\u0000"})
    void noValueCanBecomeASecondCommand(String value) {
        ReversePath nobody = new ReversePath.Null();
        MailParameters envelopeId = new MailParameters(0, MailParameters.Body.SEVEN_BIT, null, value, null);
        RcptParameters byValue = new RcptParameters(Set.of(), new OriginalRecipient("rfc822", value));
        RcptParameters byType = new RcptParameters(Set.of(), new OriginalRecipient(value, "a"));
        ForwardPath postmaster = new ForwardPath.Postmaster();

        assertRefused(new SmtpCommand.Mail(nobody, envelopeId));
        assertRefused(new SmtpCommand.Rcpt(postmaster, byValue));
        assertRefused(new SmtpCommand.Rcpt(postmaster, byType));
        assertRefused(new SmtpCommand.Auth(value, null));
        assertThatThrownBy(() -> new AddrSpec(value, new Domain("example.org")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Domain(value)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(SmtpCommand command) {
        assertThatThrownBy(() -> CommandFormatter.format(command)).isInstanceOf(IllegalArgumentException.class);
    }
}
