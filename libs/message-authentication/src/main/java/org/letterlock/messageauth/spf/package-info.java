/** SPF (RFC 7208): whether a domain says that a client may send for it. */
@NullMarked
package org.letterlock.messageauth.spf;

import org.jspecify.annotations.NullMarked;
