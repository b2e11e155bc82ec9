package org.letterlock.auth.password;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.sasl.Password;

/** What in fields that others may read could be a password (PWD-6). Pure. */
final class PublicFields {
    private static final int SHORTEST_TOKEN = 6;
    private static final int TOKENS = 20; // each costs a computation of Argon2id

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
        Stream<String> tokens = Arrays.stream(field.strip().split("\\s+"))
                .limit(TOKENS)
                .filter(token -> token.codePointCount(0, token.length()) >= SHORTEST_TOKEN);
        return Stream.concat(Stream.of(field, field.strip()), tokens).filter(text -> !text.isEmpty());
    }
}
