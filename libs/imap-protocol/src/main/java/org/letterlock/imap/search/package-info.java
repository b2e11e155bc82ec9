/** What a SEARCH looks for (RFC 9051 section 6.4.4). */
@NullMarked
package org.letterlock.imap.search;

import org.jspecify.annotations.NullMarked;
