package org.letterlock.smtp.command;

import static org.letterlock.smtp.command.CommandFault.ARGUMENT;

import java.util.Locale;
import java.util.Set;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.smtp.command.CommandLine.Invalid;
import org.letterlock.smtp.command.CommandLine.Valid;

/** Reads a command line (RFC 5321 section 4.1.1). A total function: it never throws, whatever the line holds. */
public final class CommandParser {
    /** Octets of a command line with its CRLF, without the allowance of an extension (RFC 5321 section 4.5.3.1.4). */
    static final int MAX_OCTETS = 512;

    private static final int MAX_CHUNK_DIGITS =
            18; // 1*20DIGIT in RFC 3030; what does not fit a long fits no disk either
    private static final Set<String> VERBS_WITH_EXTENSIONS = Set.of("MAIL", "RCPT", "AUTH");
    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI");

    private CommandParser() {}

    /** Parses a line without its CRLF, each octet as one character. */
    public static CommandLine parse(String line) {
        // RFC 5321 section 4.1.1: receivers SHOULD tolerate trailing white space.
        Cursor cursor = new Cursor(withoutTrailingSpace(line));
        if (line.chars().anyMatch(c -> c < 0x20 && c != '\t')) {
            return new Invalid(CommandFault.UNKNOWN_COMMAND);
        }
        String verb = cursor.takeWhile(c -> c != ' ').toUpperCase(Locale.ROOT);
        if (line.length() > MAX_OCTETS - 2 && !VERBS_WITH_EXTENSIONS.contains(verb)) {
            return new Invalid(CommandFault.LINE_TOO_LONG);
        }
        return switch (verb) {
            case "EHLO", "HELO" -> introduction(cursor, verb);
            case "MAIL" -> PathParser.parseMail(cursor);
            case "RCPT" -> PathParser.parseRcpt(cursor);
            case "DATA" -> alone(cursor, new SmtpCommand.Data());
            case "BDAT" -> bdat(cursor);
            case "RSET" -> alone(cursor, new SmtpCommand.Rset());
            case "NOOP" -> new Valid(new SmtpCommand.Noop());
            case "QUIT" -> alone(cursor, new SmtpCommand.Quit());
            case "STARTTLS" -> alone(cursor, new SmtpCommand.StartTls());
            case "AUTH" -> auth(cursor);
            case "VRFY" -> cursor.atEnd() ? new Invalid(ARGUMENT) : new Valid(new SmtpCommand.Vrfy());
            case "EXPN" -> cursor.atEnd() ? new Invalid(ARGUMENT) : new Valid(new SmtpCommand.Expn());
            case "HELP" -> new Valid(new SmtpCommand.Help());
            default ->
                new Invalid(HTTP_METHODS.contains(verb) ? CommandFault.HTTP_REQUEST : CommandFault.UNKNOWN_COMMAND);
        };
    }

    // ehlo = "EHLO" SP ( Domain / address-literal ) CRLF    RFC 5321 section 4.1.1.1
    private static CommandLine introduction(Cursor cursor, String verb) {
        cursor.skip(" ");
        String argument = cursor.takeRest();
        if (argument.chars().anyMatch(c -> c >= 0x80)) {
            return new Invalid(CommandFault.EHLO_ARGUMENT);
        }
        return switch (Domain.parse(argument)) {
            case Parsed<Domain>(Domain client) ->
                new Valid(verb.equals("EHLO") ? new SmtpCommand.Ehlo(client) : new SmtpCommand.Helo(client));
            case SyntaxError<Domain> _ -> new Invalid(CommandFault.EHLO_ARGUMENT);
        };
    }

    // bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ] CRLF    RFC 3030 section 2
    private static CommandLine bdat(Cursor cursor) {
        if (!cursor.skip(" ")) {
            return new Invalid(CommandFault.CHUNK_SIZE);
        }
        String digits = cursor.takeWhile(c -> c >= '0' && c <= '9');
        boolean last = cursor.skipIgnoringCase(" LAST");
        boolean understood = !digits.isEmpty() && digits.length() <= MAX_CHUNK_DIGITS && cursor.atEnd();
        return understood
                ? new Valid(new SmtpCommand.Bdat(Long.parseLong(digits), last))
                : new Invalid(CommandFault.CHUNK_SIZE);
    }

    // auth-command = "AUTH" SP sasl-mech [SP initial-response]    RFC 4954 section 8
    private static CommandLine auth(Cursor cursor) {
        if (!cursor.skip(" ")) {
            return new Invalid(ARGUMENT);
        }
        String mechanism = cursor.takeWhile(CommandParser::isMechanismCharacter).toUpperCase(Locale.ROOT);
        if (mechanism.isEmpty() || mechanism.length() > 20) {
            return new Invalid(ARGUMENT);
        }
        if (cursor.atEnd()) {
            return new Valid(new SmtpCommand.Auth(mechanism, null));
        }
        if (!cursor.skip(" ")) {
            return new Invalid(ARGUMENT);
        }
        String response = cursor.takeRest();
        return AuthResponse.decode(response.equals("=") ? "" : response)
                .<CommandLine>map(message -> new Valid(new SmtpCommand.Auth(mechanism, message)))
                .orElse(new Invalid(CommandFault.BASE64));
    }

    // sasl-mech = 1*20mech-char    RFC 4422 section 3.1
    private static boolean isMechanismCharacter(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static CommandLine alone(Cursor cursor, SmtpCommand command) {
        return cursor.atEnd() ? new Valid(command) : new Invalid(ARGUMENT);
    }

    private static String withoutTrailingSpace(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--;
        }
        return line.substring(0, end);
    }
}
