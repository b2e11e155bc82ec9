/** From the topic of accepted mail into mailboxes. */
@NullMarked
package org.letterlock.mailstore.delivery;

import org.jspecify.annotations.NullMarked;
