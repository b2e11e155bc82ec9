/** Fills a running suite with a domain and users over its REST API, and shows how mail is sent and read. */
@NullMarked
package org.letterlock.standalone.demo;

import org.jspecify.annotations.NullMarked;
