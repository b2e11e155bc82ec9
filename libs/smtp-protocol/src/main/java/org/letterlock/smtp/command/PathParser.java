package org.letterlock.smtp.command;

import static org.letterlock.smtp.command.CommandFault.ARGUMENT;
import static org.letterlock.smtp.command.CommandFault.RECIPIENT_NOT_ASCII;
import static org.letterlock.smtp.command.CommandFault.RECIPIENT_SYNTAX;
import static org.letterlock.smtp.command.CommandFault.SENDER_NOT_ASCII;
import static org.letterlock.smtp.command.CommandFault.SENDER_SYNTAX;

import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.smtp.command.CommandLine.Invalid;

/** The paths of MAIL and RCPT (RFC 5321 section 4.1.2). */
final class PathParser {
    private static final int MAX_PATH = 256; // RFC 5321 section 4.5.3.1.3

    private PathParser() {}

    // mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF    RFC 5321 section 4.1.1.2
    static CommandLine parseMail(Cursor cursor) {
        if (!cursor.skipIgnoringCase(" FROM:")) {
            return new Invalid(ARGUMENT);
        }
        if (cursor.skip("<>")) {
            return ParameterParser.parseMail(cursor, new ReversePath.Null());
        }
        String path = takePath(cursor);
        if (!isAscii(path)) {
            return new Invalid(SENDER_NOT_ASCII);
        }
        return switch (parseMailbox(path)) {
            case Parsed<AddrSpec>(AddrSpec address) -> ParameterParser.parseMail(cursor, new ReversePath.To(address));
            case SyntaxError<AddrSpec> _ -> new Invalid(SENDER_SYNTAX);
        };
    }

    // rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP Rcpt-parameters] CRLF
    static CommandLine parseRcpt(Cursor cursor) {
        if (!cursor.skipIgnoringCase(" TO:")) {
            return new Invalid(ARGUMENT);
        }
        if (cursor.skipIgnoringCase("<postmaster>")) {
            return ParameterParser.parseRcpt(cursor, new ForwardPath.Postmaster());
        }
        String path = takePath(cursor);
        if (!isAscii(path)) {
            return new Invalid(RECIPIENT_NOT_ASCII);
        }
        return switch (parseMailbox(path)) {
            case Parsed<AddrSpec>(AddrSpec address) -> ParameterParser.parseRcpt(cursor, new ForwardPath.To(address));
            case SyntaxError<AddrSpec> _ -> new Invalid(RECIPIENT_SYNTAX);
        };
    }

    // Path = "<" [ A-d-l ":" ] Mailbox ">"
    private static ParseResult<AddrSpec> parseMailbox(String path) {
        if (path.length() < 2 || path.length() > MAX_PATH || !path.startsWith("<") || !path.endsWith(">")) {
            return new SyntaxError<>(0, "Path");
        }
        Cursor cursor = new Cursor(path.substring(1, path.length() - 1));
        return skipSourceRoute(cursor)
                ? AddrSpec.parse(cursor.takeRest())
                : new SyntaxError<>(cursor.offset(), "A-d-l");
    }

    // A-d-l = At-domain *( "," At-domain ); servers MUST accept and SHOULD ignore it (RFC 5321 section 4.1.1.3)
    private static boolean skipSourceRoute(Cursor cursor) {
        if (cursor.peek() != '@') {
            return true;
        }
        do {
            if (!cursor.skip("@") || !isDomain(cursor.takeWhile(c -> c != ',' && c != ':'))) {
                return false;
            }
        } while (cursor.skip(","));
        return cursor.skip(":");
    }

    private static boolean isDomain(String text) {
        return switch (Domain.parse(text)) {
            case Parsed<Domain> _ -> true;
            case SyntaxError<Domain> _ -> false;
        };
    }

    // Up to the ">" that ends the path: one inside a Quoted-string does not. Up to a space where there is none.
    private static String takePath(Cursor cursor) {
        StringBuilder path = new StringBuilder();
        boolean quoted = false;
        while (!cursor.atEnd() && (quoted || cursor.peek() != ' ')) {
            char next = (char) cursor.take();
            path.append(next);
            if (quoted && next == '\\' && !cursor.atEnd()) {
                path.append((char) cursor.take());
            } else if (next == '"') {
                quoted = !quoted;
            } else if (next == '>' && !quoted) {
                break;
            }
        }
        return path.toString();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
