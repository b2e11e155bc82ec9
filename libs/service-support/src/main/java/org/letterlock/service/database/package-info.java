/** The schema of a service in the common database. */
@NullMarked
package org.letterlock.service.database;

import org.jspecify.annotations.NullMarked;
