package org.letterlock.smtp.command;

import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;

/** A command whose syntax is right (RFC 5321 section 4.1). Whether it is in place here and now is for the machine. */
public sealed interface SmtpCommand {

    /** RFC 5321 section 4.1.1.1. */
    record Ehlo(Domain client) implements SmtpCommand {}

    /** RFC 5321 section 4.1.1.1. */
    record Helo(Domain client) implements SmtpCommand {}

    /** RFC 5321 section 4.1.1.2. */
    record Mail(ReversePath reversePath, MailParameters parameters) implements SmtpCommand {}

    /** RFC 5321 section 4.1.1.3. */
    record Rcpt(ForwardPath forwardPath, RcptParameters parameters) implements SmtpCommand {}

    /** RFC 5321 section 4.1.1.4. */
    record Data() implements SmtpCommand {}

    /** RFC 3030 section 2: {@code size} octets follow at once. */
    record Bdat(long size, boolean last) implements SmtpCommand {}

    /** RFC 5321 section 4.1.1.5. */
    record Rset() implements SmtpCommand {}

    /** RFC 5321 section 4.1.1.9; its argument is ignored. */
    record Noop() implements SmtpCommand {}

    /** RFC 5321 section 4.1.1.10. */
    record Quit() implements SmtpCommand {}

    /** RFC 3207 section 4. */
    record StartTls() implements SmtpCommand {}

    /**
     * RFC 4954 section 4.
     *
     * @param mechanism in upper case
     * @param initialResponse null when the client sent none; empty when it sent {@code =}
     */
    record Auth(String mechanism, @Nullable SaslMessage initialResponse) implements SmtpCommand {}

    /** RFC 5321 section 4.1.1.6; its argument is not looked at. */
    record Vrfy() implements SmtpCommand {}

    /** RFC 5321 section 4.1.1.7; its argument is not looked at. */
    record Expn() implements SmtpCommand {}

    /** RFC 5321 section 4.1.1.8; its argument is ignored. */
    record Help() implements SmtpCommand {}
}
