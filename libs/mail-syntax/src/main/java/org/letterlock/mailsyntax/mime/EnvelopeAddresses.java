package org.letterlock.mailsyntax.mime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.mime.MessageEnvelope.EnvelopeAddress;

/**
 * One lenient reading of an address field, to be shown in ENVELOPE and to decide nothing. Never fails: what is no address
 * becomes a mailbox with an empty host. At most 10 000 addresses are kept.
 */
final class EnvelopeAddresses {
    private static final int MAX_ADDRESSES = 10_000;

    private final Cursor cursor;
    private final List<EnvelopeAddress> addresses = new ArrayList<>();
    private boolean inGroup;
    // The element that is being read.
    private final StringBuilder phrase = new StringBuilder();
    private final StringBuilder localPart = new StringBuilder();
    private boolean spaceBefore;
    private @Nullable String comment; // the last one: the name in "a@example.org (Name)"
    private @Nullable EnvelopeAddress address;

    private EnvelopeAddresses(String body) {
        cursor = new Cursor(body);
    }

    /** The addresses of an unfolded field body. */
    static List<EnvelopeAddress> parse(String body) {
        return new EnvelopeAddresses(body).read();
    }

    private List<EnvelopeAddress> read() {
        while (!cursor.atEnd() && addresses.size() < MAX_ADDRESSES) {
            switch (cursor.take()) {
                case ' ', '\t' -> spaceBefore = true;
                case '(' -> comment = rest(')');
                case '"' -> word(quoted());
                case '<' -> angle();
                case '@' -> at();
                case '>' -> {} // closes nothing
                case ',' -> endElement();
                case ';' -> endGroup();
                case ':' -> startGroup();
                default -> {
                    cursor.rewind(cursor.offset() - 1);
                    word(cursor.takeWhile(EnvelopeAddresses::isWordCharacter));
                }
            }
        }
        endGroup();
        return addresses;
    }

    private void word(String text) {
        if (address == null) {
            if (spaceBefore && !phrase.isEmpty()) {
                phrase.append(' ');
            }
            phrase.append(text);
            localPart.append(text);
        }
        spaceBefore = false;
    }

    private void at() {
        if (address == null) {
            skipSpace();
            address = new EnvelopeAddress(null, localPart.toString(), domain());
            phrase.setLength(0);
        }
    }

    // "<" [route ":"] local-part "@" domain ">"
    private void angle() {
        StringBuilder inner = new StringBuilder();
        String host = "";
        boolean hasHost = false;
        while (!cursor.atEnd() && cursor.peek() != '>') {
            int c = cursor.take();
            switch (c) {
                case ' ', '\t' -> {}
                case '(' -> rest(')');
                case '"' -> inner.append(quoted());
                case ':' -> {
                    inner.setLength(0); // what came before was a route
                    hasHost = false;
                }
                case '@' -> {
                    host = domain();
                    hasHost = true;
                }
                default -> inner.append((char) c);
            }
        }
        cursor.skip(">");
        if (address == null) {
            address = new EnvelopeAddress(phrase.toString(), inner.toString(), hasHost ? host : "");
        }
    }

    private void startGroup() {
        if (inGroup || address != null) {
            word(":");
            return;
        }
        addresses.add(new EnvelopeAddress(null, phrase.toString(), null));
        inGroup = true;
        reset();
    }

    private void endGroup() {
        endElement();
        if (inGroup) {
            addresses.add(new EnvelopeAddress(null, null, null));
            inGroup = false;
        }
    }

    private void endElement() {
        EnvelopeAddress found = address;
        if (found != null) {
            String name = found.name() == null || found.name().isEmpty() ? comment : found.name();
            addresses.add(
                    new EnvelopeAddress(name == null || name.isEmpty() ? null : name, found.mailbox(), found.host()));
        } else if (!phrase.isEmpty()) {
            addresses.add(new EnvelopeAddress(null, phrase.toString(), ""));
        }
        reset();
    }

    private void reset() {
        phrase.setLength(0);
        localPart.setLength(0);
        spaceBefore = false;
        comment = null;
        address = null;
    }

    // A literal in brackets, or everything up to a special; spaces and comments around dots go.
    private String domain() {
        skipSpace();
        if (cursor.peek() == '[') {
            String literal = cursor.takeWhile(c -> c != ']' && c != '>' && c != ',');
            return cursor.skip("]") ? literal + "]" : literal;
        }
        return cursor.takeWhile(c -> isWordCharacter(c) && c != ']');
    }

    private void skipSpace() {
        cursor.takeWhile(c -> c == ' ' || c == '\t');
    }

    private String quoted() {
        StringBuilder content = new StringBuilder();
        while (!cursor.atEnd() && cursor.peek() != '"') {
            cursor.skip("\\");
            int c = cursor.take();
            if (c >= 0) {
                content.append((char) c);
            }
        }
        cursor.skip("\"");
        return content.toString();
    }

    // Up to the parenthesis that closes the comment, nested ones included.
    private String rest(char close) {
        StringBuilder content = new StringBuilder();
        int depth = 1;
        while (!cursor.atEnd()) {
            int c = cursor.take();
            if (c == '\\' && !cursor.atEnd()) {
                c = cursor.take();
            } else if (c == '(') {
                depth++;
            } else if (c == close && --depth == 0) {
                break;
            }
            content.append((char) c);
        }
        return content.toString();
    }

    private static boolean isWordCharacter(int c) {
        return " \t(\"<@,;:>".indexOf(c) < 0;
    }
}
