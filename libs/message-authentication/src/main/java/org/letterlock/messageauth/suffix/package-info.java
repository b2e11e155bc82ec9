/** Organizational domains by the public suffix list, which RFC 9989 replaced by its tree walk. */
@NullMarked
package org.letterlock.messageauth.suffix;

import org.jspecify.annotations.NullMarked;
