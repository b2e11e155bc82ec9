/** Questions to the DNS: the servers that are asked, what their answers are worth, for how long, and what it may take. */
@NullMarked
package org.letterlock.service.dns;

import org.jspecify.annotations.NullMarked;
