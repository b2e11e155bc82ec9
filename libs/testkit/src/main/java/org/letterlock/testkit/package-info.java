/** What tests share: real servers for one test JVM, a DNS server, a clock and a certificate authority. */
@NullMarked
package org.letterlock.testkit;

import org.jspecify.annotations.NullMarked;
