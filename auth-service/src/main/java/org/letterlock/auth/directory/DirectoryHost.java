package org.letterlock.auth.directory;

/**
 * A server of a directory.
 *
 * @param name a DNS name or an IP address; its certificate must be for it
 */
record DirectoryHost(String name, int port) {}
