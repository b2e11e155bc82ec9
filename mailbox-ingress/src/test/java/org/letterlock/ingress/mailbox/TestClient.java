package org.letterlock.ingress.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A bare IMAP client: sends the octets that it is told, and reads lines. One character is one octet. */
public final class TestClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private Socket socket;
    private InputStream in;

    public TestClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public void send(String octets) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(octets.getBytes(ISO_8859_1));
        out.flush();
    }

    /** One line without its CRLF; {@code (closed)} when the server has closed. */
    public String line() throws IOException {
        var line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = in.read();
        }
        if (octet < 0 && line.size() == 0) {
            return "(closed)";
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text + "(no CR)";
    }

    /** Sends a command with the tag {@code t} and reads up to its completion. Literals count as lines. */
    public List<String> ask(String command) throws IOException {
        send("t " + command + "\r\n");
        return completion("t");
    }

    /** Reads up to the completion of a command. */
    public List<String> completion(String tag) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(line());
        } while (!lines.getLast().startsWith(tag + " ") && !lines.getLast().equals("(closed)"));
        return lines;
    }

    public byte[] octets(int count) throws IOException {
        return in.readNBytes(count);
    }

    public void startTls(SSLContext tls) throws IOException {
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        secure.startHandshake();
        socket = secure;
        in = new BufferedInputStream(secure.getInputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
