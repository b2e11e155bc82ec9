package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server that we did not write (SubEtha SMTP): keeps what it gets and refuses whom it is told to. */
final class ForeignServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SMTPServer server;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final Map<String, RejectException> refused = new ConcurrentHashMap<>();

    record Received(String from, List<String> recipients, byte[] content) {}

    private ForeignServer(int port) {
        server = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("mx.elsewhere.test")
                .messageHandlerFactory(_ -> new Handler())
                .insertReceivedHeaders(false)
                .build();
        server.start();
    }

    /** Starts one on that port; 0 for any free one. */
    static ForeignServer on(int port) {
        return new ForeignServer(port);
    }

    int port() {
        return server.getPortAllocated();
    }

    /** Answers RCPT for that address so. */
    void refuse(String address, int code, String text) {
        refused.put(address, new RejectException(code, text));
    }

    /** The next message that comes. */
    Received take() throws InterruptedException {
        Received message = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(message).as("a message within " + PATIENCE).isNotNull();
        return message;
    }

    boolean isEmpty() {
        return received.isEmpty();
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Handler implements MessageHandler {
        private final List<String> recipients = new ArrayList<>();
        private String sender = "";

        @Override
        public void from(String from) {
            sender = from;
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            RejectException refusal = refused.get(recipient);
            if (refusal != null) {
                throw refusal;
            }
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream data) throws IOException {
            received.add(new Received(sender, List.copyOf(recipients), data.readAllBytes()));
            return "Ok: taken";
        }

        @Override
        public void done() {}
    }
}
