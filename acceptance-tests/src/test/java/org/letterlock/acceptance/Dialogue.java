package org.letterlock.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A bare connection: sends exactly the octets it is told, and reads lines. */
final class Dialogue implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final SSLContext tls;
    private Socket socket;
    private InputStream in;

    private Dialogue(Socket socket, SSLContext tls) throws IOException {
        this.socket = socket;
        this.tls = tls;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static Dialogue open(String host, int port, SSLContext tls) throws IOException {
        Socket socket = new Socket(host, port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return new Dialogue(socket, tls);
    }

    /** A connection to a port with TLS from that address of this machine, behind the handshake. */
    static Dialogue openTls(String source, String host, int port, SSLContext tls) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(source, 0));
        socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        Dialogue dialogue = new Dialogue(socket, tls);
        try {
            dialogue.startTls();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return dialogue;
    }

    /** Sends a line and reads the reply to it. */
    String ask(String line) throws IOException {
        send(line + "\r\n");
        return reply();
    }

    void send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** One SMTP reply, its lines joined by LF; empty when the peer has closed. */
    String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        while (true) {
            String line = line();
            reply.append(reply.isEmpty() ? "" : "\n").append(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                return reply.toString();
            }
        }
    }

    /** One line without its CRLF; empty when the peer has closed. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    /** Whether the peer closes without another octet. */
    boolean isClosedByPeer() throws IOException {
        return in.read() < 0;
    }

    /** Goes on in TLS; the peer has agreed. */
    void startTls() throws IOException {
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        secure.startHandshake();
        socket = secure;
        in = new BufferedInputStream(secure.getInputStream());
    }

    /** EHLO, STARTTLS, EHLO and AUTH PLAIN; the last reply. */
    String logInToSubmission(String user, String password) throws IOException {
        reply();
        ask("EHLO client.example");
        ask("STARTTLS");
        startTls();
        ask("EHLO client.example");
        return ask("AUTH PLAIN "
                + Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(ISO_8859_1)));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
