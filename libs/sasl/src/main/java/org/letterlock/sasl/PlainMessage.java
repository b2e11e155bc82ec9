package org.letterlock.sasl;

import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/** The one message of PLAIN. */
record PlainMessage(ClientIdentity identity, String password) {
    /** Longest message in octets; names and password have their own limits. */
    static final int MAX_OCTETS = 2 * SaslName.MAX_LENGTH * 4 + Password.MAX_OCTETS + 2;

    // message = [authzid] UTF8NUL authcid UTF8NUL passwd    RFC 4616 section 2
    static ParseResult<PlainMessage> parse(String text) {
        int first = text.indexOf('\0');
        int second = text.indexOf('\0', first + 1);
        if (first < 0 || second < 0 || text.indexOf('\0', second + 1) >= 0) {
            return new SyntaxError<>(text.length(), "UTF8NUL");
        }
        String authorization = text.substring(0, first);
        String authentication = text.substring(first + 1, second);
        String password = text.substring(second + 1);
        if (authentication.isEmpty()
                || authentication.length() > SaslName.MAX_LENGTH
                || authorization.length() > SaslName.MAX_LENGTH) {
            return new SyntaxError<>(first + 1, "authcid");
        }
        if (password.isEmpty()) {
            return new SyntaxError<>(second + 1, "passwd");
        }
        return new Parsed<>(new PlainMessage(new ClientIdentity(authentication, authorization), password));
    }

    String format() {
        return identity.authorization() + '\0' + identity.authentication() + '\0' + password;
    }

    @Override
    public String toString() {
        return "PlainMessage[" + identity + "]";
    }
}
