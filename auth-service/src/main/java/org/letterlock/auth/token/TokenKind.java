package org.letterlock.auth.token;

/** What a token is for. */
enum TokenKind {
    /** Made by a login with a password; ends with a logout, after hours, and when the password is changed. */
    SESSION,
    /** Made on purpose, for a program. */
    API
}
