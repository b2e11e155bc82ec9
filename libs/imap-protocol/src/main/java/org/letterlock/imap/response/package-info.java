/** What the server says (RFC 9051 section 7): values, and the writer that puts them on the wire. */
@NullMarked
package org.letterlock.imap.response;

import org.jspecify.annotations.NullMarked;
