package org.letterlock.egress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server that answers each line by a function, also to nonsense. A reply of {@code null} closes the connection. */
final class ScriptedPeer implements AutoCloseable {
    private final ServerSocket listener;
    private final Function<String, String> replies;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** @param replies from a line of the client, {@code ""} for the connect, to what is sent, line ends included */
    ScriptedPeer(Function<String, String> replies) {
        this.replies = replies;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Every line that a client sent. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            String line = "";
            boolean inData = false;
            while (line != null) {
                String reply = inData && !line.equals(".") ? "" : replies.apply(line);
                if (reply == null) {
                    return;
                }
                inData = reply.startsWith("354") || (inData && !line.equals("."));
                out.write(reply.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                line = in.readLine();
                if (line != null) {
                    lines.add(line);
                }
            }
        } catch (IOException clientGone) {
            // as peers do
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
