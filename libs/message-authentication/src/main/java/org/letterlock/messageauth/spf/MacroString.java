package org.letterlock.messageauth.spf;

import java.util.ArrayList;
import java.util.List;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult;

/** A text with macros (RFC 7208 section 7.1), parsed and not yet expanded. */
record MacroString(List<Part> parts) {
    private static final String DELIMITERS = ".-+,/_=";
    private static final String EVERYWHERE = "slodiphv";
    private static final String IN_EXPLANATIONS = EVERYWHERE + "crt";
    private static final int MAX_DIGITS = 3; // of a count; a name has 127 labels

    MacroString {
        parts = List.copyOf(parts);
    }

    /** A piece of the text. */
    sealed interface Part {
        /** Stands for itself. */
        record Literal(String text) implements Part {}

        /**
         * Stands for what the query has.
         *
         * @param letter in lower case
         * @param escaped whether the value is URL-escaped: the letter was in upper case
         * @param count how many parts from the right are kept; 0 for all
         */
        record Macro(char letter, boolean escaped, int count, boolean reversed, String delimiters) implements Part {}
    }

    /** Parses a macro-string without spaces, as it stands in a term. */
    static ParseResult<MacroString> parse(String text) {
        return parse(text, EVERYWHERE, '!');
    }

    /** Parses an explain-string, which has spaces and three macros more. */
    static ParseResult<MacroString> parseExplanation(String text) {
        return parse(text, IN_EXPLANATIONS, ' ');
    }

    /**
     * Parses a domain-spec: a macro-string that ends in a macro or in a top label, which is not all digits.
     */
    static ParseResult<MacroString> parseDomain(String text) {
        return switch (parse(text)) {
            case ParseResult.Parsed<MacroString>(MacroString parsed)
            when !parsed.endsAsDomain() -> new ParseResult.SyntaxError<>(text.length(), "toplabel");
            case ParseResult<MacroString> result -> result;
        };
    }

    private static ParseResult<MacroString> parse(String text, String letters, char least) {
        Cursor cursor = new Cursor(text);
        List<Part> parts = new ArrayList<>();
        while (!cursor.atEnd()) {
            String literal = cursor.takeWhile(c -> c >= least && c <= '~' && c != '%');
            if (!literal.isEmpty()) {
                parts.add(new Part.Literal(literal));
            } else if (cursor.skip("%%")) {
                parts.add(new Part.Literal("%"));
            } else if (cursor.skip("%_")) {
                parts.add(new Part.Literal(" "));
            } else if (cursor.skip("%-")) {
                parts.add(new Part.Literal("%20"));
            } else if (cursor.skip("%{")) {
                switch (macro(cursor, letters)) {
                    case ParseResult.Parsed<Part.Macro>(Part.Macro macro) -> parts.add(macro);
                    case ParseResult.SyntaxError<Part.Macro> error -> {
                        return error.as();
                    }
                }
            } else {
                return new ParseResult.SyntaxError<>(cursor.offset(), "macro-string");
            }
        }
        return new ParseResult.Parsed<>(new MacroString(parts));
    }

    private static ParseResult<Part.Macro> macro(Cursor cursor, String letters) {
        int start = cursor.offset();
        int given = cursor.take();
        char letter = given < 0 ? ' ' : Character.toLowerCase((char) given);
        if (given > '~' || letters.indexOf(letter) < 0) {
            return new ParseResult.SyntaxError<>(start, "macro-letter");
        }
        String digits = cursor.takeWhile(c -> c >= '0' && c <= '9');
        boolean reversed = cursor.skipIgnoringCase("r");
        String delimiters = cursor.takeWhile(c -> DELIMITERS.indexOf(c) >= 0);
        int count = digits.length() > MAX_DIGITS ? Integer.MAX_VALUE : digits.isEmpty() ? 0 : Integer.parseInt(digits);
        if (!cursor.skip("}") || (count == 0 && !digits.isEmpty())) {
            return new ParseResult.SyntaxError<>(cursor.offset(), "macro-expand");
        }
        return new ParseResult.Parsed<>(
                new Part.Macro(letter, given != letter, count, reversed, delimiters.isEmpty() ? "." : delimiters));
    }

    // domain-end = ( "." toplabel [ "." ] ) / macro-expand
    private boolean endsAsDomain() {
        return !parts.isEmpty()
                && switch (parts.getLast()) {
                    case Part.Macro _ -> true;
                    case Part.Literal(String text) -> endsInTopLabel(text);
                };
    }

    private static boolean endsInTopLabel(String text) {
        if (text.equals("%") || text.equals(" ") || text.equals("%20")) {
            return true; // an escape is a macro-expand
        }
        String trimmed = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        int dot = trimmed.lastIndexOf('.');
        String label = trimmed.substring(dot + 1);
        return dot >= 0
                && !label.isEmpty()
                && label.chars().allMatch(c -> isAlphanumeric(c) || c == '-')
                && label.chars().anyMatch(c -> c > '9' || c == '-')
                && label.charAt(0) != '-'
                && label.charAt(label.length() - 1) != '-';
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
