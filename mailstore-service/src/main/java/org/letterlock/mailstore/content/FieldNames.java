package org.letterlock.mailstore.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Collects the names of the header fields of a message (IMAP-8): by them most messages are left out of a search for a field
 * without opening them. For one thread.
 */
final class FieldNames {
    /** Stands for all that did not fit. */
    static final String ANY = "*";

    private static final int MAX_NAMES = 1000;
    private static final int MAX_LENGTH = 100;

    private final List<String> names = new ArrayList<>();
    private final byte[] name = new byte[MAX_LENGTH];
    // Owned by the caller's thread, like the rest.
    private int length;
    private boolean inName = true;
    private boolean emptyLine = true;
    private boolean atEnd;

    void feed(byte[] chunk, int count) {
        for (int i = 0; i < count && !atEnd; i++) {
            take(chunk[i]);
        }
    }

    List<String> names() {
        return List.copyOf(names);
    }

    private void take(byte octet) {
        if (octet == '\n') {
            atEnd = emptyLine;
            emptyLine = true;
            inName = true;
            length = 0;
        } else if (octet != '\r') {
            if (inName && octet == ':' && length > 0) {
                add();
                inName = false;
            } else if (inName && length < MAX_LENGTH && (length > 0 || (octet != ' ' && octet != '\t'))) {
                name[length++] = octet;
            } else {
                inName = false;
            }
            emptyLine = false;
        }
    }

    private void add() {
        if (names.size() < MAX_NAMES) {
            names.add(new String(name, 0, length, ISO_8859_1).stripTrailing().toLowerCase(Locale.ROOT));
        } else if (names.size() == MAX_NAMES) {
            names.add(ANY);
        }
    }
}
