/** What holds for the connections of every service. */
@NullMarked
package org.letterlock.admin.connection;

import org.jspecify.annotations.NullMarked;
