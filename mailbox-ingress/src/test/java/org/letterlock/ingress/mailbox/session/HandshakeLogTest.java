package org.letterlock.ingress.mailbox.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HandshakeLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("org.letterlock.netty.tls.HandshakeFailures");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    @Test
    @Tag("TLS-7")
    void handshakesThatFailAreOneLineForEachAddressInAMinute() throws Exception {
        try (ImapServer server = ImapServer.start()) {
            for (String client : new String[] {"127.0.0.31", "127.0.0.31", "127.0.0.31", "127.0.0.32"}) {
                failAHandshake(client, server.tlsPort());
            }
        }

        assertThat(lines.list)
                .allMatch(line -> line.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("IMAPS: TLS handshake with 127.0.0.31 failed: sni=- alert=")
                                .endsWith(" count=1"),
                        second -> assertThat(second).contains("127.0.0.32").endsWith(" count=1"));
    }

    private static void failAHandshake(String from, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            socket.getOutputStream().write("a LOGIN u p\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(10_000);
            try {
                byte[] _ = socket.getInputStream().readAllBytes(); // until the server has given it up
            } catch (IOException reset) {
                // that is an end too
            }
        }
    }
}
