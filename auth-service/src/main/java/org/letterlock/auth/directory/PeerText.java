package org.letterlock.auth.directory;

/** Text from a directory, as people may be shown it: one line, short, and nothing in it that a terminal would obey. */
final class PeerText {
    private static final int MAX_SHOWN = 200;

    private PeerText() {}

    static String shown(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(MAX_SHOWN).map(c -> isPrintable(c) ? c : '?').forEach(line::appendCodePoint);
        return line.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
