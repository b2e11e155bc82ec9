package org.letterlock.imap.command;

import org.jspecify.annotations.Nullable;

/** What the parser made of a line. */
public sealed interface ReceivedCommand {
    /** A command that follows the grammar; whether it is allowed now is for the session to say. */
    record Understood(Tag tag, ImapCommand command) implements ReceivedCommand {}

    /**
     * A line that does not follow the grammar.
     *
     * @param tag null when not even a tag could be read
     * @param offset where the parser stopped
     * @param expected the rule or literal that was expected there; never text of the peer
     */
    record Misunderstood(@Nullable Tag tag, int offset, String expected) implements ReceivedCommand {}
}
