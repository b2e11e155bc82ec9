/** The services of the suite: who may connect to each, and how many at once. */
@NullMarked
package org.letterlock.admin.service;

import org.jspecify.annotations.NullMarked;
