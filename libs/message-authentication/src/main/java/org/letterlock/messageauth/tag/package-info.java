/** The tag=value lists that DKIM, DMARC and ARC have in common. */
@NullMarked
package org.letterlock.messageauth.tag;

import org.jspecify.annotations.NullMarked;
