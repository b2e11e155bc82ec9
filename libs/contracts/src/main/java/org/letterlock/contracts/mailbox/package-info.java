/** What a front end may ask of a mailbox, and what it hears when one changes. */
@NullMarked
package org.letterlock.contracts.mailbox;

import org.jspecify.annotations.NullMarked;
