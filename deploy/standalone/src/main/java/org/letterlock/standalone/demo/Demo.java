package org.letterlock.standalone.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.command.Command;
import org.letterlock.standalone.control.RunState;
import org.letterlock.standalone.suite.Door;

/** Makes a running suite worth looking at: a domain, users, one message from one to the other, and how to go on. */
public final class Demo {
    private final Command.Demo wish;
    private final PrintStream output;

    public Demo(Command.Demo wish, PrintStream output) {
        this.wish = wish;
        this.output = output;
    }

    /** Does it all; what is there already is left as it is. */
    public void run() {
        var state = RunState.find(wish.data())
                .orElseThrow(() -> new LauncherException(
                        "nothing runs on " + wish.data() + "; start it first with letterlock run"));
        var authority = wish.data().resolve("tls/ca.pem");
        try {
            var tls = InstallationTrust.of(authority);
            var url = "https://" + LineConnection.HOST + ":" + state.doors().of(Door.ADMIN);
            try (var anonymous = RestClient.anonymous(url + "/api/v1", tls)) {
                var token = new AdminAccess(anonymous, wish.data(), wish.password(), output, InstantSource.system())
                        .token();
                // First, because nobody else knows the token: after a failure the demo can be run again.
                DemoEnvironment.write(wish.data(), environment(state, url, token, authority.toString()));
                new DemoContent(anonymous.with(token), wish, output).create();
            }
            sendAndRead(state, tls);
            printCommands(state, authority.toString());
        } catch (IOException e) {
            throw new LauncherException("the demo failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }

    private Map<String, String> environment(RunState state, String url, String token, String authority) {
        var values = new LinkedHashMap<String, String>();
        values.put("HOST", LineConnection.HOST);
        values.put("SMTP_PORT", port(state, Door.SMTP));
        values.put("SMTPS_PORT", port(state, Door.SMTPS));
        values.put("SUBMISSION_PORT", port(state, Door.SUBMISSION));
        values.put("IMAP_PORT", port(state, Door.IMAP));
        values.put("IMAPS_PORT", port(state, Door.IMAPS));
        values.put("ADMIN_URL", url);
        values.put("ADMIN_TOKEN", token);
        values.put("DOMAIN", wish.domain());
        values.put("USERS", Integer.toString(wish.users()));
        values.put("PASSWORD", wish.password());
        values.put("CA_CERT", authority);
        return values;
    }

    private static String port(RunState state, Door door) {
        return Integer.toString(state.doors().of(door));
    }

    private void sendAndRead(RunState state, SSLContext tls) throws IOException, InterruptedException {
        var messageId = "<" + UUID.randomUUID() + "@" + wish.domain() + ">";
        long begin = System.nanoTime();
        var reply = new Submission(state.doors().of(Door.SMTPS), tls)
                .send(address(1), wish.password(), List.of(address(2)), message(messageId));
        output.println("sent as " + address(1) + ": " + reply);
        var message = new MailboxReading(state.doors().of(Door.IMAPS), tls)
                .awaitMessage(address(2), wish.password(), messageId);
        output.printf("read as %s after %d ms:%n", address(2), (System.nanoTime() - begin) / 1_000_000);
        new String(message, StandardCharsets.UTF_8).lines().forEach(line -> output.println("  " + line));
    }

    private String message(String messageId) {
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        return String.join(
                "\r\n",
                List.of(
                        "Date: " + date.replace("GMT", "+0000"),
                        "From: Demo One <" + address(1) + ">",
                        "To: <" + address(2) + ">",
                        "Subject: A sealed letter",
                        "Message-ID: " + messageId,
                        "",
                        "Sealed at the door, and opened for its reader only."));
    }

    private String address(int user) {
        return "u" + user + "@" + wish.domain();
    }

    private void printCommands(RunState state, String authority) {
        var login = "'" + address(1) + ":" + wish.password().replace("'", "'\\''") + "'";
        var other = "'" + address(2) + ":" + wish.password().replace("'", "'\\''") + "'";
        output.println();
        output.println("users "
                + IntStream.rangeClosed(1, Math.min(wish.users(), 3))
                        .mapToObj(this::address)
                        .toList() + (wish.users() > 3 ? " and more" : "") + ", group team@" + wish.domain()
                + ", alias info@" + wish.domain());
        output.println("send:");
        output.printf(
                "  printf 'From: <%s>\\r\\nTo: <%s>\\r\\nSubject: hello\\r\\n\\r\\nhello\\r\\n' | curl --cacert %s --user %s "
                        + "--mail-from %s --mail-rcpt %s -T - smtps://localhost:%d%n",
                address(1),
                address(2),
                authority,
                login,
                address(1),
                address(2),
                state.doors().of(Door.SMTPS));
        output.println("read the first message of u2's inbox:");
        output.printf(
                "  curl --cacert %s --user %s 'imaps://localhost:%d/INBOX;MAILINDEX=1'%n",
                authority, other, state.doors().of(Door.IMAPS));
        output.println("ask the REST API:");
        output.printf(
                "  . %s; curl --cacert \"$CA_CERT\" -H \"Authorization: Bearer $ADMIN_TOKEN\" \"$ADMIN_URL/api/v1/accounts\"%n",
                DemoEnvironment.file(wish.data()));
        output.println(
                "log in as admin, whose second factor any authenticator can show that is told ADMIN_TOTP_SECRET:");
        output.printf(
                "  . %s; oathtool --totp -b \"$ADMIN_TOTP_SECRET\"; echo \"$ADMIN_PASSWORD\"%n",
                DemoEnvironment.administrator(wish.data()));
    }
}
