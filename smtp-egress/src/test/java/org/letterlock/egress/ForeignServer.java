package org.letterlock.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.letterlock.testkit.TestCa;
import org.letterlock.testkit.TestCertificate;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.MessageHandlerFactory;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.UsernamePasswordValidator;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server that we did not write (SubEtha SMTP), with TLS, that keeps what it gets and refuses whom it is told to. */
final class ForeignServer implements AutoCloseable {
    private final SMTPServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();

    record Received(String from, List<String> recipients, byte[] content, boolean overTls) {
        String text() {
            return new String(content, StandardCharsets.ISO_8859_1);
        }
    }

    /** A server that nobody vouches for and that takes mail of everybody. */
    ForeignServer() throws Exception {
        this(TestCa.create().issue("mx.elsewhere.example"), null);
    }

    /**
     * A smart host.
     *
     * @param logins judges who wants to hand mail in by PLAIN or LOGIN inside TLS; null where everybody may
     */
    ForeignServer(TestCertificate certificate, UsernamePasswordValidator logins) throws Exception {
        SMTPServer.Builder builder = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("mx.elsewhere.example")
                .messageHandlerFactory(new Handlers())
                .startTlsSocketFactory(TlsContext.of(certificate))
                .enableTLS()
                .insertReceivedHeaders(false)
                .maxMessageSize(50_000_000);
        if (logins != null) {
            builder.requireAuth()
                    .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(logins))
                    .showAuthCapabilitiesBeforeSTARTTLS(true);
        }
        server = builder.build();
        server.start();
    }

    int port() {
        return server.getPortAllocated();
    }

    /** Answers RCPT for that address with the code. */
    void refuse(String address, int code) {
        refused.put(address, code);
    }

    void accept(String address) {
        refused.remove(address);
    }

    /** The message for that recipient, as soon as it is there. */
    Received take(String recipient) {
        RunningEgress.await(() -> count(recipient) > 0);
        Received message = received.stream()
                .filter(each -> each.recipients().contains(recipient))
                .findFirst()
                .orElseThrow();
        received.remove(message);
        return message;
    }

    long count(String recipient) {
        return received.stream()
                .filter(each -> each.recipients().contains(recipient))
                .count();
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Handlers implements MessageHandlerFactory {
        @Override
        public MessageHandler create(MessageContext context) {
            return new Handler(context);
        }
    }

    private final class Handler implements MessageHandler {
        private final MessageContext context;
        private final List<String> recipients = new ArrayList<>();
        private String sender = "";

        Handler(MessageContext context) {
            this.context = context;
        }

        @Override
        public void from(String from) {
            sender = from;
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            Integer code = refused.get(recipient);
            if (code != null) {
                throw new RejectException(code, "Not here");
            }
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream data) throws IOException {
            boolean tls = ((org.subethamail.smtp.server.Session) context).isTLSStarted();
            received.add(new Received(sender, recipients, data.readAllBytes(), tls));
            return "Ok: taken";
        }

        @Override
        public void done() {}
    }
}
