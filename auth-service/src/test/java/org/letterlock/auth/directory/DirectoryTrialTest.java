package org.letterlock.auth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.directory.TrialReport.Outcome;
import org.letterlock.auth.directory.TrialReport.StepReport;

class DirectoryTrialTest {
    /** Of the answer to a bind (RFC 4511 section 4.2.2), up to a name of nearly a mebibyte. */
    private static final byte[] BEGINNING =
            HexFormat.of().parseHex("30830fffff" + "020101" + "61830fff00" + "0a0100" + "04830ffe00");

    @Test
    @Tag("DIR-1")
    void aHostWhoseAnswersTrickleIsLeft() throws IOException {
        SSLServerSocket server = (SSLServerSocket) InMemoryLdap.context(LdapServer.CA.issue("127.0.0.1"))
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        CompletableFuture<Void> trickling = CompletableFuture.runAsync(() -> trickle(server));
        try {
            DirectorySettings settings = new DirectorySettings(
                    DirectoryKind.LDAP,
                    new DirectoryHost("127.0.0.1", server.getLocalPort()),
                    null,
                    ConnectionSecurity.LDAPS,
                    List.of(LdapServer.CA.certificate()),
                    LdapServer.READER,
                    LdapServer.BASE,
                    "(objectClass=*)",
                    DirectoryKind.LDAP.defaultAttributes(),
                    Duration.ofMinutes(15));
            DirectoryTrial trial = new DirectoryTrial(
                    settings, new BindPassword("x"), "mail.test", InstantSource.system(), Duration.ofSeconds(4));

            long start = System.nanoTime();
            List<StepReport> steps = assertTimeoutPreemptively(Duration.ofSeconds(20), trial::run)
                    .hosts()
                    .getFirst()
                    .steps();

            assertThat(System.nanoTime() - start).as("it has trickled").isGreaterThan(3_500_000_000L);
            assertThat(steps)
                    .filteredOn(step -> step.step() == TrialReport.Step.BIND)
                    .singleElement()
                    .satisfies(step -> assertThat(step.outcome()).isEqualTo(Outcome.FAILED));
        } finally {
            server.close();
        }
        trickling.join();
    }

    // The rest an octet at a time, each before anybody loses his patience.
    private static void trickle(SSLServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(500);
                socket.getOutputStream().write(BEGINNING);
                while (true) {
                    socket.getOutputStream().write(0);
                    socket.getOutputStream().flush();
                    try {
                        if (socket.getInputStream().read() < 0) {
                            break;
                        }
                    } catch (SocketTimeoutException nothing) {
                        // the next one
                    }
                }
            } catch (IOException next) {
                // the peer has gone, or the test is over
            }
        }
    }
}
