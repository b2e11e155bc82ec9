package org.letterlock.messageauth.arc;

import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.messageauth.dkim.KeyedSignature;

/**
 * One set of a chain whose form is right (RFC 8617 section 4.2).
 *
 * @param sealSignature what the seal says of its key
 */
record ArcSet(
        int instance,
        HeaderField results,
        HeaderField messageSignature,
        HeaderField seal,
        KeyedSignature sealSignature) {}
