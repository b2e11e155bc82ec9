package org.letterlock.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Free ports on 127.0.0.1. Somebody else may take one before it is used, so whoever asks for any port must try again. */
final class LoopbackPorts {
    static final String ADDRESS = "127.0.0.1";

    private LoopbackPorts() {}

    static int anyFree() {
        try (var socket = bind(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isFree(int port) {
        try (var _ = bind(port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(ADDRESS), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
