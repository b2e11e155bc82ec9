package org.letterlock.auth.apppassword;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.letterlock.auth.document.CopiedSecret;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.sasl.Password;
import org.letterlock.service.sealing.Sha256;

/** An app password itself: 120 random bits, shown once. */
record AppPasswordSecret(CopiedSecret secret) {
    private static final int LENGTH = 24;
    private static final int GROUP = 4;

    static AppPasswordSecret random(SecureRandom random) {
        return new AppPasswordSecret(CopiedSecret.random(LENGTH, random));
    }

    /** What may be an app password; empty for a text that cannot be one. */
    static Optional<AppPasswordSecret> parse(Password typed) {
        return CopiedSecret.parse(new String(typed.toUtf8(), StandardCharsets.UTF_8), LENGTH)
                .map(AppPasswordSecret::new);
    }

    /** What its owner is shown. */
    String reveal() {
        return secret.reveal(GROUP);
    }

    /** What is stored for that account: it has too many bits to be guessed from its hash. */
    byte[] digest(AccountId account) {
        return Sha256.of(
                account.value().toString().getBytes(StandardCharsets.US_ASCII),
                secret.characters().getBytes(StandardCharsets.US_ASCII));
    }
}
