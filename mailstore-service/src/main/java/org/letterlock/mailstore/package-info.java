/** Service mailstore: keeps mailboxes, sealed. */
@NullMarked
package org.letterlock.mailstore;

import org.jspecify.annotations.NullMarked;
