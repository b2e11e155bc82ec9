package org.letterlock.mailsyntax.mime;

/**
 * What one pass over a message found out: enough to answer IMAP's ENVELOPE, BODYSTRUCTURE and every BODY[section] without
 * parsing again. Offsets are octets from the start of the message.
 *
 * @param envelope the address and identification fields of the outermost header
 * @param root the message itself as a part
 */
public record MimeStructure(MessageEnvelope envelope, MimePart root) {}
