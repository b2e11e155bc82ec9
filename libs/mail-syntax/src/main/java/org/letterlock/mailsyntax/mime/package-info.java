/** MIME structure of a message (RFC 2045 to RFC 2049), as IMAP wants to know it. */
@NullMarked
package org.letterlock.mailsyntax.mime;

import org.jspecify.annotations.NullMarked;
