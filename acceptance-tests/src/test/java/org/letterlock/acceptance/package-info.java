/** The running suite, seen from outside: with clients that others wrote, and over bare sockets where a client would be too polite. */
package org.letterlock.acceptance;
