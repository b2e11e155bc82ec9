package org.letterlock.service.content;

import java.io.InputStream;
import org.letterlock.contracts.mail.ObjectId;

/**
 * Keeps sealed contents that are too large for a record; sees ciphertext only. Every call blocks and is durable when it
 * returns. Trouble of the storage is an exception of category RESOURCE. Safe for use by any thread.
 *
 * <p>An object lives as long as somebody refers to it, and a day longer, so that a copy of the database taken meanwhile stays
 * complete (BKP-1). An object that nobody has come to refer to is kept for longer than the record that may name it waits.
 */
public interface ContentStore {
    /** Starts an object. It does not exist for readers until {@link Upload#finish}. */
    Upload create(ObjectId id);

    /** Stores an object in one call. */
    default void put(ObjectId id, byte[] octets) {
        Upload upload = create(id);
        upload.append(octets);
        upload.finish();
    }

    /** Octets in the object. */
    long size(ObjectId id) throws ContentMissingException;

    /** At most {@code length} octets from {@code offset} on; the end of the object ends the stream earlier. The caller closes it. */
    InputStream read(ObjectId id, long offset, long length) throws ContentMissingException;

    /**
     * Says that {@code holder} needs the object; any number of times. Joins the current transaction of the common database.
     *
     * @param holder unique within all services, such as {@code mailstore:<message id>}
     */
    void refer(ObjectId id, String holder);

    /** Says that {@code holder} needs the object no more. Joins the current transaction of the common database. */
    void release(ObjectId id, String holder);

    /** Deletes an object that is not referred to, at once; nothing happens where there is none. */
    void delete(ObjectId id);

    /** An object that is being written; for one thread at a time. */
    interface Upload {
        /** Adds octets at the end. */
        void append(byte[] octets);

        /** Makes the object complete. */
        void finish();

        /** Removes what was written. */
        void abandon();
    }
}
