/** The edge: every request from outside comes through here, is authenticated and goes on to the service that owns the resource. */
@NullMarked
package org.letterlock.admin.edge;

import org.jspecify.annotations.NullMarked;
