package org.letterlock.smtp.command;

import java.util.Base64;
import org.letterlock.mailsyntax.address.ReversePath;

/**
 * Writes a command line. Whatever the command holds, the result is one line of printable ASCII: a CR or LF in a value makes
 * it throw, so that no value can become a second command.
 */
public final class CommandFormatter {
    private CommandFormatter() {}

    /** The line without its CRLF, as {@link CommandParser} reads it back. */
    public static String format(SmtpCommand command) {
        String line = switch (command) {
            case SmtpCommand.Ehlo(var client) -> "EHLO " + client.text();
            case SmtpCommand.Helo(var client) -> "HELO " + client.text();
            case SmtpCommand.Mail(ReversePath path, MailParameters parameters) ->
                "MAIL FROM:" + path.format() + parameters.format();
            case SmtpCommand.Rcpt(ForwardPath path, RcptParameters parameters) ->
                "RCPT TO:" + path.format() + parameters.format();
            case SmtpCommand.Data _ -> "DATA";
            case SmtpCommand.Bdat(long size, boolean last) -> "BDAT " + size + (last ? " LAST" : "");
            case SmtpCommand.Rset _ -> "RSET";
            case SmtpCommand.Noop _ -> "NOOP";
            case SmtpCommand.Quit _ -> "QUIT";
            case SmtpCommand.StartTls _ -> "STARTTLS";
            case SmtpCommand.Auth auth -> auth(auth);
            case SmtpCommand.Vrfy _ -> "VRFY postmaster";
            case SmtpCommand.Expn _ -> "EXPN postmaster";
            case SmtpCommand.Help _ -> "HELP";
        };
        if (line.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
            throw new IllegalArgumentException("a command is one line of printable ASCII");
        }
        return line;
    }

    // RFC 4954 section 4: an empty initial response is written "=".
    private static String auth(SmtpCommand.Auth auth) {
        SaslMessage initial = auth.initialResponse();
        if (initial == null) {
            return "AUTH " + auth.mechanism();
        }
        return "AUTH " + auth.mechanism() + " "
                + (initial.isEmpty() ? "=" : Base64.getEncoder().encodeToString(initial.toBytes()));
    }
}
