package org.letterlock.auth.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** OpenLDAP's server with STARTTLS, where it is installed; a test that needs it is left out where it is not. */
public final class Slapd implements LdapServer {
    private static final Path PROGRAM = Path.of("/usr/sbin/slapd");
    private static final Path OPENSSL = Path.of("/usr/bin/openssl");
    private static final Path ADD = Path.of("/usr/bin/ldapadd");
    private static final Path SCHEMA = Path.of("/etc/ldap/schema");
    private static final String ROOT_PASSWORD = "root's secret";

    private final Path directory;
    private final int port;
    private final Process process;

    /** Starts one with nobody in it. */
    public Slapd() {
        Assumptions.assumeTrue(
                Files.isExecutable(PROGRAM)
                        && Files.isDirectory(SCHEMA)
                        && Files.isExecutable(ADD)
                        && Files.isExecutable(OPENSSL),
                "slapd, ldap-utils or openssl is not installed: OpenLDAP is not tested against");
        try {
            directory = Files.createTempDirectory("slapd");
            Files.createDirectory(directory.resolve("data"));
            CA.issue("localhost", "127.0.0.1").writeInto(directory);
            // GnuTLS wants the key in the form of SEC 1, with the public key inside, which the JDK leaves out.
            Path key = directory.resolve("key.pem");
            Path whole = directory.resolve("whole-key.pem");
            run(new ProcessBuilder(OPENSSL.toString(), "ec", "-in", key.toString(), "-out", whole.toString()));
            port = freePort();
            Path configuration = Files.writeString(directory.resolve("slapd.conf"), configuration());
            process = new ProcessBuilder(PROGRAM.toString(), "-f", configuration.toString(), "-h", url(), "-d", "16384")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            awaitPort();
            add("""
                    dn: dc=example
                    objectClass: dcObject
                    objectClass: organization
                    o: example
                    dc: example

                    dn: ou=people,dc=example
                    objectClass: organizationalUnit
                    ou: people

                    dn: cn=reader,dc=example
                    objectClass: organizationalRole
                    objectClass: simpleSecurityObject
                    cn: reader
                    userPassword: %s
                    """.formatted(READER_PASSWORD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String configuration() {
        return """
                include %1$s/core.schema
                include %1$s/cosine.schema
                include %1$s/inetorgperson.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                pidfile %2$s/slapd.pid
                TLSCertificateFile %2$s/certificate.pem
                TLSCertificateKeyFile %2$s/whole-key.pem
                security simple_bind=128
                database mdb
                suffix "dc=example"
                rootdn "cn=root,dc=example"
                rootpw "%3$s"
                directory %2$s/data
                maxsize 16777216
                access to attrs=userPassword by anonymous auth by * none
                access to * by dn.exact="cn=reader,dc=example" read by * none
                """.formatted(SCHEMA, directory, ROOT_PASSWORD);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String url() {
        return "ldap://127.0.0.1:" + port;
    }

    private void awaitPort() {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
                return;
            } catch (IOException notYet) {
                if (Instant.now().isAfter(end) || !process.isAlive()) {
                    throw new AssertionError("slapd does not start; see " + directory, notYet);
                }
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public String security() {
        return "STARTTLS";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void add(String uid, String displayName, String password) {
        try {
            add("""
                    dn: uid=%1$s,ou=people,dc=example
                    objectClass: inetOrgPerson
                    uid: %1$s
                    cn: %2$s
                    sn: %2$s
                    userPassword: %3$s
                    """.formatted(uid, displayName, password));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String ldif) throws IOException {
        Path file = Files.writeString(directory.resolve("change.ldif"), ldif);
        tool(ADD.toString(), "-f", file.toString());
    }

    @Override
    public void remove(String uid) {
        tool("/usr/bin/ldapdelete", "uid=" + uid + "," + BASE);
    }

    private void tool(String program, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(program, "-ZZ", "-x", "-H", url(), "-D", "cn=root,dc=example", "-w", ROOT_PASSWORD));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            Path authority = directory.resolve("ca.pem");
            if (!Files.exists(authority)) {
                Files.writeString(authority, CA.pem());
            }
            builder.environment().put("LDAPTLS_CACERT", authority.toString());
            run(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(ProcessBuilder builder) throws IOException {
        Process tool = builder.redirectErrorStream(true).start();
        String said = new String(tool.getInputStream().readAllBytes());
        try {
            if (tool.waitFor() != 0) {
                throw new AssertionError(builder.command().getFirst() + " has failed: " + said);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void stop() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
