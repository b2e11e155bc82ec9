package org.letterlock.auth.naming;

import java.util.regex.Pattern;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.sasl.precis.UsernameCaseMapped;

/**
 * What addresses of this installation may look like (ACC-2): stricter than RFC 5321, because each is a login name, a folder
 * owner and part of replies. Local-parts are prepared as UsernameCaseMapped (RFC 8265 section 3.3), so one address has one
 * spelling; domains are A-labels in lower case.
 */
public final class AddressRules {
    private static final int MAX_LOCAL_PART = 64;
    // Dot-string of RFC 5321 section 4.1.2 without what means something else to aliases (* ?), relays (% !) or folders
    // (/).
    private static final Pattern LOCAL_PART = Pattern.compile("[a-z0-9#$&'+=^_`{|}~-]+(\\.[a-z0-9#$&'+=^_`{|}~-]+)*");
    private static final Pattern LOCAL_PATTERN =
            Pattern.compile("[a-z0-9#$&'+=^_`{|}~*?-]+(\\.[a-z0-9#$&'+=^_`{|}~*?-]+)*");

    private AddressRules() {}

    /** An address of an account or group, as it is stored. */
    public static ParseResult<AddrSpec> parseAddress(String text) {
        return parse(text, LOCAL_PART);
    }

    /** The address of an alias, whose local-part may hold wildcards; as it is stored. */
    public static ParseResult<AddrSpec> parsePattern(String text) {
        return parse(text, LOCAL_PATTERN);
    }

    /** A domain of this installation: a name, not an address literal. */
    public static ParseResult<Domain> parseDomain(String text) {
        return switch (Domain.parse(text)) {
            case Parsed<Domain>(Domain domain) when domain.isAddressLiteral() -> new SyntaxError<>(0, "Domain");
            case ParseResult<Domain> result -> result;
        };
    }

    /** A local-part as it is stored. */
    static ParseResult<String> parseLocalPart(String text) {
        return parseLocalPart(text, LOCAL_PART);
    }

    private static ParseResult<AddrSpec> parse(String text, Pattern localPattern) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return new SyntaxError<>(text.length(), "\"@\"");
        }
        return switch (parseLocalPart(text.substring(0, at), localPattern)) {
            case SyntaxError<String> error -> error.as();
            case Parsed<String>(String localPart) ->
                switch (parseDomain(text.substring(at + 1))) {
                    case SyntaxError<Domain>(int offset, String expected) ->
                        new SyntaxError<>(at + 1 + offset, expected);
                    case Parsed<Domain>(Domain domain) -> new Parsed<>(new AddrSpec(localPart, domain));
                };
        };
    }

    private static ParseResult<String> parseLocalPart(String text, Pattern allowed) {
        if (text.length() > MAX_LOCAL_PART) {
            return new SyntaxError<>(MAX_LOCAL_PART, "Local-part within 64 octets");
        }
        return switch (UsernameCaseMapped.parse(text)) {
            case Parsed<String>(String prepared)
            when !allowed.matcher(prepared).matches() -> new SyntaxError<>(0, "Local-part");
            case ParseResult<String> result -> result;
        };
    }
}
