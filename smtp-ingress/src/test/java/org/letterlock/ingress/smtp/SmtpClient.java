package org.letterlock.ingress.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client that says what it is told to, right or wrong. */
public final class SmtpClient implements AutoCloseable {
    private static final int PATIENCE = 20_000;

    private Socket socket;
    private InputStream in;

    private SmtpClient(Socket socket) {
        try {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE);
            socket.setTcpNoDelay(true);
            this.in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SmtpClient inClear(int port) {
        try {
            return new SmtpClient(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SmtpClient overTls(int port, SSLContext tls) {
        try {
            Socket socket = tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            return new SmtpClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void startTls(SSLContext tls) {
        try {
            SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(socket, "localhost", 0, true);
            encrypted.startHandshake();
            socket = encrypted;
            in = new BufferedInputStream(encrypted.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void send(String line) {
        raw((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    public void raw(String octets) {
        raw(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void raw(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One line; an empty text where the connection was closed. */
    public String line() {
        StringBuilder line = new StringBuilder();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                line.append((char) octet);
                if (octet == '\n') {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server says nothing", e);
        } catch (IOException e) {
            return "";
        }
        return line.toString().stripTrailing();
    }

    /** A whole reply, its lines. */
    public List<String> reply() {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(line());
        } while (lines.getLast().length() > 3 && lines.getLast().charAt(3) == '-');
        return lines;
    }

    public void expect(String line) {
        assertThat(line()).isEqualTo(line);
    }

    public void expectPrefix(String prefix) {
        assertThat(line()).startsWith(prefix);
    }

    public void expectClosed() {
        assertThat(line()).as("the connection is closed").isEmpty();
    }

    /** What comes, if anything, is no reply but an alert of TLS. */
    public void expectClosedWithoutReply() {
        assertThat(line()).doesNotMatch("^[2-5][0-9][0-9].*");
        expectClosed();
    }

    public List<String> ehlo() {
        send("EHLO client.example");
        return reply();
    }

    /** MAIL, RCPT and DATA up to 354. */
    public void envelope(String from, String... recipients) {
        send("MAIL FROM:<" + from + ">");
        expectPrefix("250 2.1.0");
        for (String recipient : recipients) {
            send("RCPT TO:<" + recipient + ">");
            expectPrefix("250 2.1.5");
        }
        send("DATA");
        expectPrefix("354 ");
    }

    /** A whole message; the last reply. */
    public String deliver(String from, String recipient, String message) {
        envelope(from, recipient);
        raw(message + ".\r\n");
        return line();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
