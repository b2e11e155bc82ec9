package org.letterlock.imap.session;

import org.jspecify.annotations.Nullable;
import org.letterlock.imap.command.ImapCommand;
import org.letterlock.imap.command.Secret;
import org.letterlock.imap.command.Tag;
import org.letterlock.imap.response.ImapResponse;

/** What the driver of a session has to do, in the given order. */
public sealed interface SessionEffect {
    /** Send a response. */
    record Respond(ImapResponse response) implements SessionEffect {}

    /** Begin the TLS handshake, after what was sent so far. */
    record UpgradeToTls() implements SessionEffect {}

    /**
     * Ask the authentication service.
     *
     * @param response what the client said first; null when it said nothing
     */
    record BeginAuthentication(String mechanism, @Nullable ClientResponse response) implements SessionEffect {}

    /** Hand the client's answer to a challenge on. */
    record ContinueAuthentication(ClientResponse response) implements SessionEffect {}

    /** Forget the authentication exchange. */
    record AbandonAuthentication() implements SessionEffect {}

    /** The client is logged in from now on: its limits are wider, its idle time longer. */
    record EnterMailbox() implements SessionEffect {}

    /** Carry a command out; its end is a {@link SessionEvent.CommandPerformed}. */
    record Perform(Tag tag, ImapCommand command) implements SessionEffect {}

    /** Push changes of the selected mailbox until {@link StopPushing}. */
    record StartPushing() implements SessionEffect {}

    /** Push nothing more. */
    record StopPushing() implements SessionEffect {}

    /** Close the connection when everything is sent. */
    record Close() implements SessionEffect {}

    /** Octets of the client in an authentication exchange. */
    sealed interface ClientResponse {
        /** In base64 as the client sent it; empty for the empty response. */
        record Base64(Secret text) implements ClientResponse {}

        /** The arguments of LOGIN, to be said as PLAIN. */
        record UserNameAndPassword(String userName, Secret password) implements ClientResponse {}
    }
}
