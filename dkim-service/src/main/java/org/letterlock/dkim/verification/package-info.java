/** What the signatures of mail from outside are worth (DKIM-42 to DKIM-46). */
@NullMarked
package org.letterlock.dkim.verification;

import org.jspecify.annotations.NullMarked;
