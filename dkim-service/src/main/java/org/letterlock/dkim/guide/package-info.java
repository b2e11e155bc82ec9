/** Which records a domain needs in DNS for its mail to arrive and to be believed, and what stands there (SPF-6). */
@NullMarked
package org.letterlock.dkim.guide;

import org.jspecify.annotations.NullMarked;
