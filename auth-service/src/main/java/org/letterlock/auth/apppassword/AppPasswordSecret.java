package org.letterlock.auth.apppassword;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.sasl.Password;

/**
 * An app password itself: 120 random bits in base32 (RFC 4648 section 6), shown once, in groups of four because people copy
 * it by hand. Hyphens, spaces and case do not matter when it comes back.
 */
final class AppPasswordSecret {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int CHARACTERS = 24; // of 5 bits each
    private static final int GROUP = 4;
    private static final int MAX_TYPED = 64;
    private static final Pattern FORM = Pattern.compile("[a-z2-7]{" + CHARACTERS + "}");

    private final String characters;

    private AppPasswordSecret(String characters) {
        this.characters = characters;
    }

    static AppPasswordSecret random(SecureRandom random) {
        StringBuilder characters = new StringBuilder(CHARACTERS);
        for (int i = 0; i < CHARACTERS; i++) {
            characters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new AppPasswordSecret(characters.toString());
    }

    /** What may be an app password; empty for a text that cannot be one. */
    static Optional<AppPasswordSecret> parse(Password typed) {
        String text = new String(typed.toUtf8(), StandardCharsets.UTF_8);
        if (text.length() > MAX_TYPED) {
            return Optional.empty();
        }
        String characters = text.replace("-", "").replace(" ", "").toLowerCase(Locale.ROOT);
        return FORM.matcher(characters).matches() ? Optional.of(new AppPasswordSecret(characters)) : Optional.empty();
    }

    /** What its owner is shown. */
    String reveal() {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < CHARACTERS; i += GROUP) {
            shown.append(i == 0 ? "" : "-").append(characters, i, i + GROUP);
        }
        return shown.toString();
    }

    /** What is stored for that account: it has too many bits to be guessed from its hash. */
    byte[] digest(AccountId account) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(account.value().toString().getBytes(StandardCharsets.US_ASCII));
            return sha256.digest(characters.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    @Override
    public String toString() {
        return "AppPasswordSecret[***]";
    }
}
