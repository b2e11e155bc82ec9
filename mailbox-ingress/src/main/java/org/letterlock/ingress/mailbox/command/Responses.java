package org.letterlock.ingress.mailbox.command;

import java.util.List;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.response.ImapResponse;
import org.letterlock.imap.response.ImapWriter;
import org.letterlock.imap.response.ResponseWriter;

/** The responses of one command. Few go out with its completion; many go out in pieces while it is at work. */
public final class Responses {
    /** So many octets are gathered before they are sent. */
    static final int PIECE = 64 * 1024;

    private final Revision revision;
    private final ResponseSink sink;
    private final ImapWriter writer = new ImapWriter(512);

    public Responses(Revision revision, ResponseSink sink) {
        this.revision = revision;
        this.sink = sink;
    }

    /** Which IMAP the client speaks. */
    Revision revision() {
        return revision;
    }

    /** Adds a response. */
    void add(ImapResponse response) {
        ResponseWriter.write(response, revision, writer);
        sendIfMany();
    }

    /** Adds responses. */
    void add(List<ImapResponse> responses) {
        responses.forEach(this::add);
    }

    /** For a response that is written part by part. */
    ImapWriter writer() {
        return writer;
    }

    /** Sends what there is if it has become much; between responses or within one. */
    void sendIfMany() {
        if (writer.size() >= PIECE) {
            sink.send(writer.view());
            writer.clear();
        }
    }

    /** What has not been sent. */
    public ImapWriter rest() {
        return writer;
    }
}
