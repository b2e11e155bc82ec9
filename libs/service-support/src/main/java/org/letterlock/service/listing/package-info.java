/** Lists of the API: sorted, filtered, page by page, one way for all of them (API-8). */
@NullMarked
package org.letterlock.service.listing;

import org.jspecify.annotations.NullMarked;
