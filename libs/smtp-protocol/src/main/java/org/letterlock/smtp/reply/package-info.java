/** Replies of RFC 5321 section 4.2: the catalogue of those that the suite sends, and the reading of those that it gets. */
@NullMarked
package org.letterlock.smtp.reply;

import org.jspecify.annotations.NullMarked;
