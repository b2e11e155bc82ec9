/** The all-in-one launcher: PostgreSQL, the broker and every service in one JVM. */
@NullMarked
package org.letterlock.standalone;

import org.jspecify.annotations.NullMarked;
