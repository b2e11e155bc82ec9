package org.letterlock.standalone.demo;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection to this machine that speaks lines ended by CRLF, in TLS from the first octet. */
final class LineConnection implements AutoCloseable {
    static final String HOST = "localhost";
    private static final int TIMEOUT_MILLISECONDS = 30_000;
    private static final int MAX_LINE = 1 << 16;

    private final SSLSocket socket;
    private final InputStream input;
    private final OutputStream output;

    private LineConnection(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream());
        this.output = new BufferedOutputStream(socket.getOutputStream());
    }

    static LineConnection open(int port, SSLContext tls) throws IOException {
        var socket = (SSLSocket) tls.getSocketFactory().createSocket(HOST, port);
        try {
            socket.setSoTimeout(TIMEOUT_MILLISECONDS);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new LineConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    void writeLine(String line) throws IOException {
        output.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    /** The next line without its end. */
    String readLine() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = input.read(); octet != '\n'; octet = input.read()) {
            if (octet < 0 || line.size() > MAX_LINE) {
                throw new EOFException("the server has closed the connection, or sends no end of line");
            }
            line.write(octet);
        }
        var text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    byte[] read(int octets) throws IOException {
        return input.readNBytes(octets);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
