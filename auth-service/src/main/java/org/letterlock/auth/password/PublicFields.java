package org.letterlock.auth.password;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.sasl.Password;

/** What in fields that others may read could be a password (PWD-6). Pure. */
final class PublicFields {
    private static final int SHORTEST_TOKEN = 6;
    private static final int TOKENS = 20; // each costs a computation of Argon2id
    // Also those that a password knows as the plain space only (RFC 8265 section 4.2.2), such as the no-break space.
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

    private PublicFields() {}

    /** Each field as a whole, and its first tokens; each once. */
    static Set<Password> candidates(Collection<String> fields) {
        Set<Password> candidates = new LinkedHashSet<>();
        fields.stream().flatMap(PublicFields::texts).forEach(text -> {
            if (Password.parse(text) instanceof Parsed<Password>(Password password)) {
                candidates.add(password);
            }
        });
        return candidates;
    }

    private static Stream<String> texts(String field) {
        Stream<String> tokens = SPACE.splitAsStream(field.strip())
                .limit(TOKENS)
                .filter(token -> token.codePointCount(0, token.length()) >= SHORTEST_TOKEN);
        return Stream.concat(Stream.of(field, field.strip()), tokens).filter(text -> !text.isEmpty());
    }
}
