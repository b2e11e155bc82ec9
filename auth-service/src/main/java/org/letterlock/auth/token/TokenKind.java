package org.letterlock.auth.token;

import java.util.Arrays;
import java.util.Locale;
import org.letterlock.service.web.ProblemException;

/** What a token is for. */
enum TokenKind {
    /** Made by a login with a password; ends with a logout, after hours, and when the password is changed. */
    SESSION,
    /** Made on purpose, for a program. */
    API;

    /** The kind of that name, as the API writes it; answers {@code 422} for any other. */
    static TokenKind parse(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.text().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.validation("/kind", "not-allowed", "session or api."));
    }

    /** As the API writes it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
