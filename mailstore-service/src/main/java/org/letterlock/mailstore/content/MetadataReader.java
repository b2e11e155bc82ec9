package org.letterlock.mailstore.content;

import java.io.IOException;
import java.io.InputStream;
import org.letterlock.mailsyntax.mime.MimeStructureReader;

/** Finds the metadata of a message in one pass, while it arrives in chunks. Never fails. For one thread. */
public final class MetadataReader {
    /** Stands among the field names for all that did not fit. */
    public static final String ANY_FIELD = FieldNames.ANY;

    private static final int CHUNK = 32 * 1024;

    private final MimeStructureReader structure = new MimeStructureReader();
    private final FieldNames fieldNames = new FieldNames();

    /** Reads a whole message; the stream is left open. */
    public static MessageMetadata read(InputStream message) throws IOException {
        MetadataReader reader = new MetadataReader();
        byte[] chunk = new byte[CHUNK];
        for (int count = message.read(chunk); count >= 0; count = message.read(chunk)) {
            reader.feed(chunk, count);
        }
        return reader.finish();
    }

    /** Takes the next octets. */
    public void feed(byte[] chunk, int length) {
        fieldNames.feed(chunk, length);
        structure.feed(chunk, 0, length);
    }

    /** The message has ended. */
    public MessageMetadata finish() {
        return new MessageMetadata(structure.finish(), fieldNames.names());
    }
}
