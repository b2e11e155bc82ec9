package org.letterlock.auth.document;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * A random secret that people copy by hand: characters of base32 (RFC 4648 section 6) in lower case, five bits each, shown in
 * groups. Hyphens, spaces and case do not matter when it comes back.
 */
public final class CopiedSecret {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int MAX_TYPED = 64;

    private final String characters;

    private CopiedSecret(String characters) {
        this.characters = characters;
    }

    /** A new one of that length. */
    public static CopiedSecret random(int length, SecureRandom random) {
        StringBuilder characters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            characters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new CopiedSecret(characters.toString());
    }

    /** What may be one of that length; empty for a text that cannot be. */
    public static Optional<CopiedSecret> parse(String typed, int length) {
        if (typed.length() > MAX_TYPED) {
            return Optional.empty();
        }
        String characters = typed.replace("-", "").replace(" ", "").toLowerCase(Locale.ROOT);
        return characters.length() == length && characters.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)
                ? Optional.of(new CopiedSecret(characters))
                : Optional.empty();
    }

    /** What its owner is shown, with a hyphen after each group. */
    public String reveal(int group) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < characters.length(); i += group) {
            shown.append(i == 0 ? "" : "-").append(characters, i, Math.min(i + group, characters.length()));
        }
        return shown.toString();
    }

    /** The characters alone, to make a digest of. */
    public String characters() {
        return characters;
    }

    @Override
    public String toString() {
        return "CopiedSecret[***]";
    }
}
