package org.letterlock.sasl;

import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * The part of the first message that SCRAM shares with GS2 (RFC 5801 section 4).
 *
 * @param authorization empty when absent
 */
record Gs2Header(BindingFlag flag, String authorization) {

    /** {@code gs2-cbind-flag} */
    sealed interface BindingFlag {
        /** {@code n}: the client cannot bind. */
        record Unsupported() implements BindingFlag {}

        /** {@code y}: the client can, but believes that the server cannot. */
        record NotOffered() implements BindingFlag {}

        /** {@code p=}: bound, by the type of that name. */
        record Used(String type) implements BindingFlag {}
    }

    // gs2-header = gs2-cbind-flag "," [ authzid ] ","    RFC 5802 section 7
    static ParseResult<Gs2Header> parse(Cursor cursor) {
        BindingFlag flag;
        if (cursor.skip("n")) {
            flag = new BindingFlag.Unsupported();
        } else if (cursor.skip("y")) {
            flag = new BindingFlag.NotOffered();
        } else if (cursor.skip("p=")) {
            String type = cursor.takeWhile(Gs2Header::isBindingName);
            if (type.isEmpty()) {
                return new SyntaxError<>(cursor.offset(), "cb-name");
            }
            flag = new BindingFlag.Used(type);
        } else {
            return new SyntaxError<>(cursor.offset(), "gs2-cbind-flag");
        }
        if (!cursor.skip(",")) {
            return new SyntaxError<>(cursor.offset(), "\",\"");
        }
        if (cursor.skip(",")) {
            return new Parsed<>(new Gs2Header(flag, ""));
        }
        if (!cursor.skip("a=")) {
            return new SyntaxError<>(cursor.offset(), "authzid");
        }
        return switch (SaslName.parse(cursor.takeWhile(c -> c != ','))) {
            case SyntaxError<String> error -> error.as();
            case Parsed<String>(String _) when !cursor.skip(",") -> new SyntaxError<>(cursor.offset(), "\",\"");
            case Parsed<String>(String name) -> new Parsed<>(new Gs2Header(flag, name));
        };
    }

    String format() {
        String binding = switch (flag) {
            case BindingFlag.Unsupported _ -> "n";
            case BindingFlag.NotOffered _ -> "y";
            case BindingFlag.Used(String type) -> "p=" + type;
        };
        return binding + "," + (authorization.isEmpty() ? "" : "a=" + SaslName.format(authorization)) + ",";
    }

    // cb-name = 1*(ALPHA / DIGIT / "." / "-")
    private static boolean isBindingName(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }
}
