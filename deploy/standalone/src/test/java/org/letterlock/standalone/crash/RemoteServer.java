package org.letterlock.standalone.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Somebody else's mail server: takes every message and counts the letters it gets, by their mark. */
final class RemoteServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Map<String, Integer> letters = new ConcurrentHashMap<>();

    RemoteServer() throws IOException {
        socket = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How often each letter has come. */
    Map<String, Integer> letters() {
        return Map.copyOf(letters);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var input =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            var output = connection.getOutputStream();
            reply(output, "220 remote.test ESMTP");
            for (var line = input.readLine(); line != null; line = input.readLine()) {
                var verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "DATA" -> {
                        reply(output, "354 go ahead");
                        takeData(input);
                        reply(output, "250 2.0.0 taken");
                    }
                    case "QUIT" -> {
                        reply(output, "221 2.0.0 bye");
                        return;
                    }
                    default -> reply(output, "250 OK");
                }
            }
        } catch (IOException _) {
            // the client has been killed: what was not complete does not count
        }
    }

    private void takeData(BufferedReader input) throws IOException {
        String mark = null;
        for (var line = input.readLine(); !".".equals(line); line = input.readLine()) {
            if (line == null) {
                throw new IOException("cut off");
            }
            if (line.startsWith(LetterSender.MARK)) {
                mark = line.substring(LetterSender.MARK.length()).strip();
            }
        }
        if (mark != null) {
            letters.merge(mark, 1, Integer::sum);
        }
    }

    private static void reply(OutputStream output, String line) throws IOException {
        output.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        output.flush();
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
