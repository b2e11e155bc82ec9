package org.letterlock.imap.command;

/** What the client put in front of a command, for the answer to begin with. */
public record Tag(String value) {
    private static final int MAX_LENGTH = 128;

    public Tag {
        if (!isTag(value)) {
            throw new IllegalArgumentException("not a tag");
        }
    }

    // tag = 1*<any ASTRING-CHAR except "+">    RFC 9051 section 9
    static boolean isTag(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c != '+' && Arguments.isAstringChar(c));
    }

    @Override
    public String toString() {
        return value;
    }
}
