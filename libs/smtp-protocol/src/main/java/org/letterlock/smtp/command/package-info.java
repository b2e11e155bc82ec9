/** Commands of RFC 5321 and its extensions, and the total parser for a command line. */
@NullMarked
package org.letterlock.smtp.command;

import org.jspecify.annotations.NullMarked;
