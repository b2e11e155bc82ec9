package org.letterlock.auth.directory;

import org.letterlock.contracts.Octets;

/**
 * What an entry says of somebody.
 *
 * @param localPart of the login name, prepared
 * @param displayName may be empty
 * @param key by which the entry is known again; never readable
 */
public record Person(String localPart, String displayName, Octets key) {}
