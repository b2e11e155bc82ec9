/** How mail is taken in, passed on and sent out: what holds for the whole installation. */
@NullMarked
package org.letterlock.contracts.smtp;

import org.jspecify.annotations.NullMarked;
