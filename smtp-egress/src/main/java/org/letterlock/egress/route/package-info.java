/** Where the mail of a domain goes: rules of the administrator, or the DNS. */
@NullMarked
package org.letterlock.egress.route;

import org.jspecify.annotations.NullMarked;
