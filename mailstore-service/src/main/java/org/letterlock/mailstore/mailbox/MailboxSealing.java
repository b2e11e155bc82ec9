package org.letterlock.mailstore.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.service.sealing.MailboxKey;
import org.letterlock.service.sealing.ObjectKey;

/**
 * Everything that is sealed under the key of one mailbox (ENC-13), each value bound to its place, so that rows cannot be
 * swapped. What belongs to a content is bound to mailbox and object, not to the folder: a copied or moved row stays valid.
 */
public final class MailboxSealing {
    private final String mailbox;
    private final MailboxKey key;

    public MailboxSealing(MailboxId mailbox, MailboxKey key) {
        this.mailbox = mailbox.toString();
        this.key = key;
    }

    /** By which a folder is found (KEY-10). */
    public byte[] folderToken(FolderName name) {
        return key.token("folder", mailbox, name.value());
    }

    /** A folder's name, sealed. */
    public byte[] sealFolderName(FolderId folder, FolderName name) {
        return key.seal(name.value().getBytes(UTF_8), "folder", mailbox, folder.toString());
    }

    /** A folder's name. */
    public FolderName openFolderName(FolderId folder, byte[] sealed) {
        return new FolderName(new String(key.open(sealed, "folder", mailbox, folder.toString()), UTF_8));
    }

    /** By which a keyword is found, in whatever case it is written. */
    public byte[] keywordToken(Flag keyword) {
        return key.token("keyword", mailbox, keyword.name().toLowerCase(Locale.ROOT));
    }

    /** A keyword, sealed. */
    public byte[] sealKeyword(int number, Flag keyword) {
        return key.seal(keyword.name().getBytes(UTF_8), "keyword", mailbox, Integer.toString(number));
    }

    /** A keyword. */
    public Flag openKeyword(int number, byte[] sealed) {
        return new Flag(new String(key.open(sealed, "keyword", mailbox, Integer.toString(number)), UTF_8));
    }

    /** The key of a content of this mailbox, wrapped (KEY-12). */
    public byte[] wrap(ObjectId object, ObjectKey objectKey) {
        return key.wrap(objectKey, "object", mailbox, object.toString());
    }

    /** The key of a content of this mailbox. */
    public ObjectKey unwrap(ObjectId object, byte[] wrapped) {
        return key.unwrap(wrapped, "object", mailbox, object.toString());
    }

    /** The fields added at final delivery, sealed. */
    public byte[] sealTrace(ObjectId object, byte[] fields) {
        return key.seal(fields, "trace", mailbox, object.toString());
    }

    /** The fields added at final delivery. */
    public byte[] openTrace(ObjectId object, byte[] sealed) {
        return key.open(sealed, "trace", mailbox, object.toString());
    }

    @Override
    public String toString() {
        return "MailboxSealing";
    }
}
