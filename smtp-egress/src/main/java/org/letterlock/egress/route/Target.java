package org.letterlock.egress.route;

import java.net.InetSocketAddress;

/**
 * A server to try.
 *
 * @param host its name, for logs and TLS
 */
public record Target(String host, InetSocketAddress address) {}
