package org.letterlock.netty.listener;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Clients of a listener: of which loopback address, and what they read. */
final class TestSockets {
    private static final int PATIENCE_MILLIS = 30_000;

    private TestSockets() {}

    /** Connects from an address of 127.0.0.0/8. */
    static Socket connect(String from, int port) throws IOException {
        return connect(new Socket(), from, port);
    }

    /** The same with a socket that somebody else closes. */
    static Socket connect(Socket socket, String from, int port) throws IOException {
        socket.bind(new InetSocketAddress(from, 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        return socket;
    }

    /** The next line without its end; what there was where the connection ends before. */
    static String line(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
