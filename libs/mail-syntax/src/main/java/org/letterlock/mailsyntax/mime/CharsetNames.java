package org.letterlock.mailsyntax.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Charset names as messages write them. */
final class CharsetNames {
    private static final int LONGEST = 40;

    private CharsetNames() {}

    static Optional<Charset> find(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "utf-8", "utf8" -> Optional.of(StandardCharsets.UTF_8);
            // What is labelled as ASCII or ISO 8859-1 is written in windows-1252 where it differs (WHATWG Encoding).
            case "us-ascii", "iso-8859-1", "latin1" -> Optional.of(windows1252());
            default -> lookUp(name);
        };
    }

    private static Charset windows1252() {
        return lookUp("windows-1252").orElse(StandardCharsets.ISO_8859_1);
    }

    private static Optional<Charset> lookUp(String name) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Charset charset = Charset.forName(name);
            // A charset that cannot encode is an auto-detecting one; it would guess.
            return charset.canEncode() ? Optional.of(charset) : Optional.empty();
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
