/** What the REST resources of all services have in common. */
@NullMarked
package org.letterlock.service.web;

import org.jspecify.annotations.NullMarked;
