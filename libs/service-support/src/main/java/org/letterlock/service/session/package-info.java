/** Sessions of all replicas: how each answers for its own. */
@NullMarked
package org.letterlock.service.session;

import org.jspecify.annotations.NullMarked;
