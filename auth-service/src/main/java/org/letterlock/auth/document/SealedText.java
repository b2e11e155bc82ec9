package org.letterlock.auth.document;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;

/** Texts that people write, as columns hold them: sealed for their table, column and row. */
public final class SealedText {
    private final Sealer sealer;

    public SealedText(Sealer sealer) {
        this.sealer = sealer;
    }

    /** Seals a text for one place. */
    public byte[] seal(String text, String column, UUID row) {
        return sealer.seal(ClassKey.SETTINGS, text.getBytes(StandardCharsets.UTF_8), "auth", column, row.toString());
    }

    /** Opens a text that was sealed for that place. */
    public String open(byte[] sealed, String column, UUID row) {
        return new String(
                sealer.open(ClassKey.SETTINGS, sealed, "auth", column, row.toString()), StandardCharsets.UTF_8);
    }
}
