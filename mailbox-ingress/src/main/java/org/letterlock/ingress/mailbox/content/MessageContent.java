package org.letterlock.ingress.mailbox.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.imap.mailbox.Uid;

/** The octets of one message, read from the store as they are needed. */
public final class MessageContent {
    private static final int FIRST_LOOK = 16 * 1024;
    private static final int MAX_HEADER = 1024 * 1024; // beyond this the rest is taken for body

    private final MailboxStore store;
    private final AccountId owner;
    private final FolderId folder;
    private final Uid uid;

    public MessageContent(MailboxStore store, AccountId owner, FolderId folder, Uid uid) {
        this.store = store;
        this.owner = owner;
        this.folder = folder;
        this.uid = uid;
    }

    /** At most {@code length} octets from {@code offset} on; nothing when the message is gone. The caller closes it. */
    public InputStream open(long offset, long length) {
        StoreResult<InputStream> opened = store.read(owner, folder, uid, offset, length);
        return switch (opened) {
            case Done<InputStream>(InputStream stream) -> stream;
            case Refused<InputStream> _ -> InputStream.nullInputStream(); // the folder is gone, the message with it
        };
    }

    /** The same octets at once. */
    public byte[] read(long offset, int length) {
        try (InputStream stream = open(offset, length)) {
            return stream.readNBytes(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The header section with its empty line; empty when the message is gone. */
    public Optional<byte[]> header() {
        byte[] octets = read(0, FIRST_LOOK);
        int end = headerEnd(octets);
        if (end < 0 && octets.length == FIRST_LOOK) {
            octets = read(0, MAX_HEADER);
            end = headerEnd(octets);
        }
        if (octets.length == 0) {
            return Optional.empty();
        }
        return Optional.of(end < 0 ? octets : Arrays.copyOf(octets, end));
    }

    /** The header section at the start of a message; all of it where there is no empty line. */
    public static byte[] headerOf(byte[] message) {
        int end = headerEnd(message);
        return end < 0 ? message : Arrays.copyOf(message, end);
    }

    // One past the empty line, or -1.
    static int headerEnd(byte[] octets) {
        int lineStart = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] != '\n') {
                continue;
            }
            if (i == lineStart || (i == lineStart + 1 && octets[lineStart] == '\r')) {
                return i + 1;
            }
            lineStart = i + 1;
        }
        return -1;
    }
}
