/** The Authentication-Results field (RFC 8601): what we found out, and what others claim to have. */
@NullMarked
package org.letterlock.messageauth.results;

import org.jspecify.annotations.NullMarked;
