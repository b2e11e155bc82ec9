/** What an evaluator may ask the DNS, and what it may hear. */
@NullMarked
package org.letterlock.messageauth.dns;

import org.jspecify.annotations.NullMarked;
