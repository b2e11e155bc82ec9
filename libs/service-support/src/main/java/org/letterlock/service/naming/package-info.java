/** What the DNS names in IP groups stand for at the moment (IPG-7). */
@NullMarked
package org.letterlock.service.naming;

import org.jspecify.annotations.NullMarked;
