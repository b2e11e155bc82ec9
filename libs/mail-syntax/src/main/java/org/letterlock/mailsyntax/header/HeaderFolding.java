package org.letterlock.mailsyntax.header;

/** Folds long fields of our own making (RFC 5322 section 2.2.3). */
public final class HeaderFolding {
    private static final int WANTED_LINE = 78; // RFC 5322 section 2.1.1, without CRLF

    private HeaderFolding() {}

    /**
     * The field, folded at spaces of {@code body} so that its lines keep to 78 characters where spaces allow it.
     *
     * @throws IllegalArgumentException as {@link HeaderField#of}
     */
    public static HeaderField fold(String name, String body) {
        StringBuilder folded = new StringBuilder(body.length() + 16);
        int column = name.length() + 2;
        int start = 0;
        while (start < body.length()) {
            int next = body.indexOf(' ', start + 1);
            int end = next < 0 ? body.length() : next;
            // A word starts with the space in front of it; a space that starts a line must have a word behind it.
            boolean wordBehind = body.charAt(start) == ' ' && end > start + 1;
            if (column + end - start > WANTED_LINE && start > 0 && wordBehind) {
                folded.append("\r\n");
                column = 0;
            }
            folded.append(body, start, end);
            column += end - start;
            start = end;
        }
        return HeaderField.of(name, folded.toString());
    }
}
