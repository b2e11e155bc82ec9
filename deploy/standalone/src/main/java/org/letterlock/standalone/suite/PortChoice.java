package org.letterlock.standalone.suite;

/** Which numbers the doors get. */
public enum PortChoice {
    /** Those of the standards, of which most are below 1024 and need a privilege. */
    STANDARD,
    /** Those below 1024 raised by 10 000, so that an ordinary user may open them. */
    UNPRIVILEGED,
    /** Any that are free. For tests. */
    ANY
}
