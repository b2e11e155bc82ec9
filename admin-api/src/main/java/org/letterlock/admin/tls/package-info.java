/** Which TLS is spoken, and what browsers are told of it. */
@NullMarked
package org.letterlock.admin.tls;

import org.jspecify.annotations.NullMarked;
