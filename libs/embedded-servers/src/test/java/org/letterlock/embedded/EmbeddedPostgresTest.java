package org.letterlock.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.letterlock.embedded.ServerStartException.Reason;

class EmbeddedPostgresTest {
    @TempDir
    Path directory;

    @Test
    void keepsItsDataOverAStopAndACrash() throws Exception {
        try (var first = postgres().start()) {
            first.createDatabase("letterlock");
            first.createDatabase("letterlock");
            run(first, "CREATE TABLE letter (id int)");
            run(first, "INSERT INTO letter VALUES (1)");
        }

        var second = postgres().start();
        assertThat(count(second)).isEqualTo(1);
        run(second, "INSERT INTO letter VALUES (2)");
        second.kill();
        second.ended().get(30, TimeUnit.SECONDS);
        assertThatThrownBy(() -> second.connect("letterlock")).isInstanceOf(SQLException.class);
        second.restart();
        assertThat(count(second)).isEqualTo(2);
        second.close();
    }

    @Test
    void flushesToDiskUnlessToldOtherwise() throws Exception {
        try (var server = postgres().start();
                var connection = server.connect("postgres");
                var statement = connection.createStatement()) {
            try (var fsync = statement.executeQuery("SHOW fsync")) {
                fsync.next();
                assertThat(fsync.getString(1)).isEqualTo("on");
            }
        }
    }

    @Test
    void doesNotLetInWhoLacksThePassword() {
        try (var server = postgres().durable(false).start()) {
            assertThatThrownBy(() ->
                            DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "not the password"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void endsWithTheJvmThatStartedIt() throws Exception {
        try (var server = postgres().durable(false).start()) {
            var standardInputOfItsGuard = server.ended();
            assertThat(standardInputOfItsGuard).isNotDone();
        }
        var owner = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PostgresOwner.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var line = owner.inputReader().readLine();
        var server = ProcessHandle.of(Long.parseLong(Files.readAllLines(directory.resolve("cluster/postmaster.pid"))
                        .getFirst()))
                .orElseThrow();
        assertThat(line).isEqualTo("ready");
        assertThat(server.isAlive()).isTrue();

        owner.destroyForcibly();

        server.onExit().get(20, TimeUnit.SECONDS);
        postgres().start().close();
    }

    /** Starts a server and waits to be killed. */
    static final class PostgresOwner {
        private PostgresOwner() {}

        public static void main(String[] arguments) throws Exception {
            var _ = EmbeddedPostgres.at(Path.of(arguments[0])).durable(false).start();
            System.out.println("ready");
            System.in.read();
        }
    }

    @Test
    void saysThatAPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName(LoopbackPorts.ADDRESS))) {
            assertThatThrownBy(() ->
                            postgres().durable(false).port(taken.getLocalPort()).start())
                    .asInstanceOf(type(ServerStartException.class))
                    .matches(e -> e.reason() == Reason.PORT_TAKEN);
        }
    }

    @Test
    void refusesADirectoryThatIsInUse() {
        try (var _ = postgres().durable(false).start()) {
            assertThatThrownBy(() -> postgres().start())
                    .asInstanceOf(type(ServerStartException.class))
                    .matches(e -> e.reason() == Reason.IN_USE);
        }
    }

    @Test
    void refusesTheDirectoryOfAnotherVersionAndADamagedOne() throws Exception {
        postgres().durable(false).start().close();
        var version = directory.resolve("cluster/PG_VERSION");

        Files.writeString(version, "17\n");
        assertThatThrownBy(() -> postgres().start())
                .asInstanceOf(type(ServerStartException.class))
                .matches(e -> e.reason() == Reason.OTHER_VERSION);

        Files.delete(version);
        assertThatThrownBy(() -> postgres().start())
                .asInstanceOf(type(ServerStartException.class))
                .matches(e -> e.reason() == Reason.DAMAGED);

        Files.writeString(version, PostgresBinaries.MAJOR_VERSION + "\n");
        Files.write(directory.resolve("cluster/global/pg_control"), new byte[8192]);
        assertThatThrownBy(() -> postgres().start())
                .asInstanceOf(type(ServerStartException.class))
                .matches(e -> e.reason() == Reason.DAMAGED);
    }

    private EmbeddedPostgres.Builder postgres() {
        return EmbeddedPostgres.at(directory).sharedBuffersMebibytes(32);
    }

    private static void run(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = server.connect("letterlock");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(EmbeddedPostgres server) throws SQLException {
        try (var connection = server.connect("letterlock");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM letter")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
