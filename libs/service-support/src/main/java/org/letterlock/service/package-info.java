/** What makes a Spring application context a service of the suite. */
@NullMarked
package org.letterlock.service;

import org.jspecify.annotations.NullMarked;
