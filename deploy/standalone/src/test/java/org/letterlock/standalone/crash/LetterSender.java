package org.letterlock.standalone.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;

/** One connection that submits letters one after the other, and connects again when it is cut off. */
final class LetterSender implements Runnable {
    static final String MARK = "X-Letter:";
    private static final int LINES = 100;
    private static final long PAUSE_MILLISECONDS = 200;

    /** Who receives a letter that was answered 250. */
    record Letter(String local, String remote) {}

    private final int number;
    private final IntSupplier port;
    private final SSLContext tls;
    private final String user;
    private final String password;
    private final List<String> localRecipients;
    private final Map<String, Letter> accepted;
    private volatile boolean stopped; // set once

    LetterSender(
            int number,
            IntSupplier port,
            SSLContext tls,
            String user,
            String password,
            List<String> localRecipients,
            Map<String, Letter> accepted) {
        this.number = number;
        this.port = port;
        this.tls = tls;
        this.user = user;
        this.password = password;
        this.localRecipients = List.copyOf(localRecipients);
        this.accepted = accepted;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        for (int letter = 0; !stopped; ) {
            try (Socket socket = tls.getSocketFactory().createSocket("127.0.0.1", port.getAsInt())) {
                socket.setSoTimeout(60_000);
                var dialogue = new Dialogue(socket);
                dialogue.logIn();
                while (!stopped) {
                    letter++;
                    var local = localRecipients.get(letter % localRecipients.size());
                    var name = number + "-" + letter;
                    dialogue.send(name, new Letter(local, "r" + number + "@remote.test"));
                }
                dialogue.ask("QUIT");
            } catch (IOException _) {
                pause(); // killed, or not up again yet
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Dialogue {
        private final BufferedReader input;
        private final OutputStream output;

        Dialogue(Socket socket) throws IOException {
            input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            output = socket.getOutputStream();
        }

        void logIn() throws IOException {
            require(reply(), '2');
            require(ask("EHLO crash.test"), '2');
            var plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
            require(ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain)), '2');
        }

        void send(String name, Letter letter) throws IOException {
            require(ask("MAIL FROM:<" + user + ">"), '2');
            require(ask("RCPT TO:<" + letter.local() + ">"), '2');
            require(ask("RCPT TO:<" + letter.remote() + ">"), '2');
            require(ask("DATA"), '3');
            var text = "From: <" + user + ">\r\nTo: <" + letter.local() + ">\r\nSubject: crash\r\n" + MARK + " " + name
                    + "\r\n\r\n" + ("0123456789".repeat(7) + "\r\n").repeat(LINES);
            output.write(text.getBytes(StandardCharsets.US_ASCII));
            require(ask("."), '2');
            accepted.put(name, letter);
        }

        String ask(String command) throws IOException {
            output.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            output.flush();
            return reply();
        }

        private String reply() throws IOException {
            String line = input.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = input.readLine();
            }
            if (line == null) {
                throw new IOException("cut off");
            }
            return line;
        }

        /** A refusal that is not due to a kill ends this connection; the letter was not answered 250 and does not count. */
        private void require(String reply, char expected) throws IOException {
            if (reply.isEmpty() || reply.charAt(0) != expected) {
                throw new IOException(reply);
            }
        }
    }
}
