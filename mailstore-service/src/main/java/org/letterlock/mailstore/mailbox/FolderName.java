package org.letterlock.mailstore.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The full name of a folder (STORE-1): up to 16 levels of up to 255 octets each, parted by {@code /}, in NFC (IMAP-7), with
 * {@code INBOX} in capitals.
 */
public record FolderName(String value) implements Comparable<FolderName> {
    public static final FolderName INBOX = new FolderName("INBOX");

    private static final int MAX_LEVELS = 16;
    private static final int MAX_LEVEL_OCTETS = 255;
    private static final String DELIMITER = "/";
    private static final Comparator<FolderName> INBOX_FIRST = Comparator.comparing(
                    (FolderName name) -> !name.levels().getFirst().equals("INBOX"))
            .thenComparing(FolderName::value);

    public FolderName {
        if (!value.equals(normalize(value)) || !isValid(value)) {
            throw new IllegalArgumentException("not a folder name");
        }
    }

    /** The name that a client means, empty where it is none that a folder could have. */
    public static Optional<FolderName> find(String text) {
        if (text.length() > MAX_LEVELS * (MAX_LEVEL_OCTETS + 1)) {
            return Optional.empty();
        }
        String normal = normalize(text);
        return isValid(normal) ? Optional.of(new FolderName(normal)) : Optional.empty();
    }

    /** Whether this is the INBOX itself. */
    public boolean isInbox() {
        return value.equals("INBOX");
    }

    /** Whether this folder lies below the other, at any depth. */
    public boolean isBelow(FolderName other) {
        return value.startsWith(other.value + DELIMITER);
    }

    /** The folders above this one, the topmost first. */
    public List<FolderName> parents() {
        List<FolderName> parents = new ArrayList<>();
        int end = value.indexOf('/');
        while (end >= 0) {
            parents.add(new FolderName(value.substring(0, end)));
            end = value.indexOf('/', end + 1);
        }
        return parents;
    }

    /** The name this folder has when the folder above it, {@code from}, becomes {@code to}; empty where that is too deep. */
    public Optional<FolderName> moved(FolderName from, FolderName to) {
        return find(to.value + value.substring(from.value.length()));
    }

    private List<String> levels() {
        return List.of(value.split(DELIMITER, -1));
    }

    /** INBOX first, with all that is below it. */
    @Override
    public int compareTo(FolderName other) {
        return INBOX_FIRST.compare(this, other);
    }

    /** Names are sealed wherever they are kept, so they do not appear in logs either. */
    @Override
    public String toString() {
        return "folder name of " + value.length() + " characters";
    }

    private static String normalize(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        int end = normal.indexOf('/');
        String first = end < 0 ? normal : normal.substring(0, end);
        return first.equalsIgnoreCase("INBOX") ? "INBOX" + normal.substring(first.length()) : normal;
    }

    private static boolean isValid(String normal) {
        String[] levels = normal.split(DELIMITER, -1);
        if (levels.length > MAX_LEVELS) {
            return false;
        }
        for (String level : levels) {
            if (level.isEmpty() || level.getBytes(UTF_8).length > MAX_LEVEL_OCTETS) {
                return false;
            }
        }
        return normal.codePoints().noneMatch(FolderName::isForbidden);
    }

    // A lone surrogate could not be stored as UTF-8.
    private static boolean isForbidden(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }
}
