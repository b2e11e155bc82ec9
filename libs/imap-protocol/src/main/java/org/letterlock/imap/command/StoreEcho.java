package org.letterlock.imap.command;

/** Whether STORE answers with the new flags. */
public enum StoreEcho {
    FLAGS,
    SILENT
}
