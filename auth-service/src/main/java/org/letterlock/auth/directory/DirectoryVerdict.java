package org.letterlock.auth.directory;

/** What a directory says of a name and a password. */
public enum DirectoryVerdict {
    RIGHT,
    WRONG,
    /** It did not answer, or not clearly: {@code R:temp} (DIR-5). */
    UNAVAILABLE
}
