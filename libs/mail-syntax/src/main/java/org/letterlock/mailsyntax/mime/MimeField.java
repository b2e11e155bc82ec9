package org.letterlock.mailsyntax.mime;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header fields of which a message's structure tells. */
enum MimeField {
    CONTENT_TYPE(false),
    CONTENT_DISPOSITION(false),
    CONTENT_TRANSFER_ENCODING(false),
    CONTENT_ID(false),
    CONTENT_DESCRIPTION(false),
    CONTENT_MD5(false),
    CONTENT_LANGUAGE(false),
    CONTENT_LOCATION(false),
    DATE(true),
    SUBJECT(true),
    FROM(true),
    SENDER(true),
    REPLY_TO(true),
    TO(true),
    CC(true),
    BCC(true),
    IN_REPLY_TO(true),
    MESSAGE_ID(true);

    private static final int LONGEST = "content-transfer-encoding".length();
    private static final Map<String, MimeField> BY_NAME = new HashMap<>();

    static {
        for (MimeField field : values()) {
            BY_NAME.put(field.name().toLowerCase(Locale.ROOT).replace('_', '-'), field);
        }
    }

    private final boolean ofEnvelope;

    MimeField(boolean ofEnvelope) {
        this.ofEnvelope = ofEnvelope;
    }

    /** Whether only the header of a message has it, not that of a part. */
    boolean isOfEnvelope() {
        return ofEnvelope;
    }

    /** The field of that name, in any case of its letters; null for all the others, which are not kept. */
    static @Nullable MimeField find(byte[] line, int offset, int length) {
        if (length > LONGEST || length == 0) {
            return null;
        }
        char[] name = new char[length];
        for (int i = 0; i < length; i++) {
            int c = line[offset + i] & 0xFF;
            name[i] = (char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
        return BY_NAME.get(new String(name));
    }
}
