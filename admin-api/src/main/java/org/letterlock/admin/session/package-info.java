/** The sessions of all replicas: listed, and ended by administrators. */
@NullMarked
package org.letterlock.admin.session;

import org.jspecify.annotations.NullMarked;
