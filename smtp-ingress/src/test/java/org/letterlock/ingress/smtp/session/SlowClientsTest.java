package org.letterlock.ingress.smtp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.letterlock.ingress.smtp.BuffersGivenBack;
import org.letterlock.ingress.smtp.SmtpClient;
import org.letterlock.ingress.smtp.TestIngress;

@ExtendWith(BuffersGivenBack.class)
class SlowClientsTest {
    private static final int SLOW = 500;
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    // The beginning of a handshake record that promises 512 octets and brings a few of a ClientHello.
    private static final byte[] HALF_A_HELLO = HexFormat.of().parseHex("1603010200010001fc0303");
    private static final byte[] HALF_A_LINE = "EHLO cli".getBytes(StandardCharsets.US_ASCII);

    @Test
    @Tag("CONN-9")
    void whoNeverFinishesAHandshakeOrALineKeepsNobodyFromLoggingIn() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (TestIngress ingress = new TestIngress()) {
            ingress.login().close();
            for (int i = 0; i < SLOW; i++) {
                slow.add(connect(i, ingress.port("smtps"), HALF_A_HELLO));
                slow.add(connect(i, ingress.port("submission"), HALF_A_LINE));
            }

            assertThat(fastest(() -> ingress.login().close())).isLessThan(A_SECOND);
            assertThat(fastest(() -> logInBehindStartTls(ingress))).isLessThan(A_SECOND);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static void logInBehindStartTls(TestIngress ingress) {
        try (SmtpClient client = ingress.connect("submission")) {
            client.expect("220 mx.example.org ESMTP");
            client.ehlo();
            client.send("STARTTLS");
            client.expectPrefix("220");
            client.startTls(ingress.ca.clientContext());
            client.ehlo();
            client.send("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0");
            client.expect("235 2.7.0 Authentication successful");
        }
    }

    /** Of a few times; a machine that is busy with other things may make one of them slow, a door that is held up all. */
    private static Duration fastest(Runnable login) {
        Duration fastest = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            Instant before = Instant.now();
            login.run();
            Duration taken = Duration.between(before, Instant.now());
            fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
        }
        return fastest;
    }

    private static Socket connect(int number, int port, byte[] beginning) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress("127.2." + number / 250 + "." + (1 + number % 250), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        socket.getOutputStream().write(beginning);
        return socket;
    }
}
