/** Signing keys: made here, sealed, never given away. */
@NullMarked
package org.letterlock.dkim.key;

import org.jspecify.annotations.NullMarked;
