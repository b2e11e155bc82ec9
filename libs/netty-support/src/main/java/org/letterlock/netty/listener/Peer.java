package org.letterlock.netty.listener;

import java.util.UUID;
import org.letterlock.contracts.access.IpAddress;

/**
 * Who is at the other end of an accepted connection, and where it came in.
 *
 * @param connection names the connection in logs and as key of records
 * @param service id of the service whose port it is
 * @param local the address of ours that the client connected to
 */
public record Peer(
        UUID connection,
        String service,
        Transport transport,
        IpAddress address,
        int port,
        IpAddress local,
        int localPort) {}
