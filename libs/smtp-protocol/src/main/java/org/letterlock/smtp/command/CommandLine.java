package org.letterlock.smtp.command;

/** Outcome of parsing a command line; bad input is a value, never an exception. */
public sealed interface CommandLine {

    /** The syntax is right. */
    record Valid(SmtpCommand command) implements CommandLine {}

    /** The syntax is wrong. */
    record Invalid(CommandFault fault) implements CommandLine {}
}
