/** DMARC (RFC 9989): which domain a message claims to be from, and whether SPF or DKIM bear it out. */
@NullMarked
package org.letterlock.messageauth.dmarc;

import org.jspecify.annotations.NullMarked;
