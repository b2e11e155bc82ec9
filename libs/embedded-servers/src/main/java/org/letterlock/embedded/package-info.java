/** A real PostgreSQL and a real Kafka broker, started and stopped with this JVM: for standalone and for the tests. */
@NullMarked
package org.letterlock.embedded;

import org.jspecify.annotations.NullMarked;
