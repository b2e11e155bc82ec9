package org.letterlock.auth.factor;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A code for when the authenticator is lost: 50 random bits, good once, checked as seldom as the codes of the authenticator. */
final class RecoveryCode {
    /** How many an account gets (MFA-3). */
    static final int COUNT = 10;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int CHARACTERS = 10;
    private static final int HALF = CHARACTERS / 2;
    private static final int MAX_TYPED = 32;
    private static final Pattern FORM = Pattern.compile("[a-z2-7]{" + CHARACTERS + "}");

    private final String characters;

    private RecoveryCode(String characters) {
        this.characters = characters;
    }

    static List<RecoveryCode> random(SecureRandom random) {
        List<RecoveryCode> codes = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            StringBuilder characters = new StringBuilder(CHARACTERS);
            for (int j = 0; j < CHARACTERS; j++) {
                characters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            codes.add(new RecoveryCode(characters.toString()));
        }
        return codes;
    }

    /** What may be a recovery code. Hyphens, spaces and case do not matter. */
    static Optional<RecoveryCode> parse(String typed) {
        if (typed.length() > MAX_TYPED) {
            return Optional.empty();
        }
        String characters = typed.replace("-", "").replace(" ", "").toLowerCase(Locale.ROOT);
        return FORM.matcher(characters).matches() ? Optional.of(new RecoveryCode(characters)) : Optional.empty();
    }

    /** What its owner is shown. */
    String reveal() {
        return characters.substring(0, HALF) + "-" + characters.substring(HALF);
    }

    /** What a keyed digest is stored of. */
    String characters() {
        return characters;
    }

    @Override
    public String toString() {
        return "RecoveryCode[***]";
    }
}
