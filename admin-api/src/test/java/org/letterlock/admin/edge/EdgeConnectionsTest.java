package org.letterlock.admin.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.netty.listener.Peer;
import org.letterlock.netty.listener.Transport;
import org.letterlock.netty.tls.TlsIdentity;
import org.letterlock.testkit.TestCa;
import org.letterlock.testkit.TestCertificate;

class EdgeConnectionsTest {
    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1").require();

    @Test
    @Tag("CONN-1")
    void whoHasTheSamePortAtAnotherLoopbackAddressIsNobody() {
        TestCertificate certificate = TestCa.create().issue("mx.example");
        Peer peer = new Peer(
                new UUID(0, 1),
                "admin",
                Transport.HTTPS,
                IpAddress.parse("192.0.2.1").require(),
                40_000,
                LOOPBACK,
                4040);
        EdgeClient client = new EdgeClient(peer, new TlsIdentity(certificate.chain(), certificate.key()));
        EdgeConnections connections = new EdgeConnections();

        connections.add(LOOPBACK, 50_000, client);

        assertThat(connections.find("127.0.0.1", 50_000)).contains(client);
        assertThat(connections.find("127.0.0.2", 50_000)).isEmpty();
        assertThat(connections.find("127.0.0.1", 50_001)).isEmpty();
        connections.remove(LOOPBACK, 50_000);
        assertThat(connections.find("127.0.0.1", 50_000)).isEmpty();
    }
}
