package org.letterlock.mailsyntax;

/**
 * Outcome of a parser, which is a total function: bad input is a value, never an exception.
 *
 * @param <T> what the input denotes
 */
public sealed interface ParseResult<T> {

    /** The whole input was understood. */
    record Parsed<T>(T value) implements ParseResult<T> {}

    /**
     * The input does not follow the grammar.
     *
     * @param offset where the parser stopped, in characters from the start of the input
     * @param expected the grammar rule or literal that was expected there; never text of the peer
     */
    record SyntaxError<T>(int offset, String expected) implements ParseResult<T> {
        /** The same fault as the result of another rule. */
        public <U> SyntaxError<U> as() {
            return new SyntaxError<>(offset, expected);
        }
    }

    /** The value; only for input that the caller wrote itself, such as a constant. */
    default T require() {
        return switch (this) {
            case Parsed<T>(T value) -> value;
            case SyntaxError<T>(int offset, String expected) ->
                throw new IllegalArgumentException("expected " + expected + " at " + offset);
        };
    }
}
