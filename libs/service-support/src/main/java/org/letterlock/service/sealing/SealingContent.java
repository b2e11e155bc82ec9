package org.letterlock.service.sealing;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.SealedContent;

/**
 * A message content that is being sealed while it streams in. For one thread at a time; does not block: what has to be
 * stored is stored on another thread.
 */
public interface SealingContent {
    /** Names the content; also good as a name for the message before it has one. */
    ObjectId id();

    /**
     * Seals octets. The caller waits for the stage before it writes on, or it holds too much in memory; the stage is complete
     * at once as long as the content is small. It fails, with category RESOURCE, when the content cannot be stored; then
     * {@link #abandon} is all that is left to do.
     */
    CompletionStage<Void> write(ByteBuffer octets);

    /** Octets written so far. */
    long size();

    /**
     * Ends the content.
     *
     * @param prefix the fields that stand in front of the content and were known only after it
     */
    CompletionStage<SealedContent> finish(byte[] prefix);

    /** Gives up; deletes what was stored, soon. Allowed at any time, also after {@link #finish} when no record came of it. */
    void abandon();
}
