/** What the signatures and ARC chains of mail from outside are worth (DKIM-42 to DKIM-46, ARC-1). */
@NullMarked
package org.letterlock.dkim.verification;

import org.jspecify.annotations.NullMarked;
