package org.letterlock.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.data.HostName;
import org.letterlock.standalone.suite.DnsServer;
import org.letterlock.standalone.suite.PortChoice;
import org.letterlock.standalone.suite.SuiteSettings;

class CommandLineTest {

    @Test
    void runKeepsItsDataHereUnlessToldOtherwise() {
        assertThat(parse("run"))
                .isEqualTo(new Command.Run(new SuiteSettings(
                        Path.of("data").toAbsolutePath(),
                        Optional.empty(),
                        Optional.empty(),
                        PortChoice.UNPRIVILEGED)));
    }

    @Test
    void optionsTakeTheirValueAfterASpaceOrAnEqualsSign() {
        var settings = new SuiteSettings(
                Path.of("/srv/mail"),
                Optional.of(new HostName("mail.example.org")),
                Optional.of(new DnsServer("127.0.0.1", 5353)),
                PortChoice.STANDARD);

        assertThat(parse("run --data /srv/mail --host-name Mail.Example.ORG --dns 127.0.0.1:5353 --standard-ports"))
                .isEqualTo(new Command.Run(settings));
        assertThat(parse("run --data=/srv/mail --host-name=mail.example.org --dns=127.0.0.1:5353 --standard-ports"))
                .isEqualTo(new Command.Run(settings));
    }

    @Test
    void demoHasDefaults() {
        assertThat(parse("demo")).isInstanceOfSatisfying(Command.Demo.class, demo -> {
            assertThat(demo.domain()).isEqualTo("demo.test");
            assertThat(demo.users()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "walk",
                "run --ports 25",
                "run --data",
                "run --data a --data b",
                "run --host-name under_score",
                "run --dns 127.0.0.1",
                "run --dns 127.0.0.1:70000",
                "run --standard-ports --any-ports",
                "stop --dns 127.0.0.1:53",
                "demo --users 1",
                "demo --users many"
            })
    void whatItDoesNotUnderstandIsRefusedInOneLine(String line) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(LauncherException.class)
                .message()
                .doesNotContain("\n");
    }

    private static Command parse(String line) {
        return CommandLine.parse(List.of(line.split(" ")));
    }

    @Test
    void anAdministratorIsResetByName() {
        assertThat(CommandLine.parse(List.of("admin", "reset", "--data", "/d")))
                .isEqualTo(new Command.ResetAdministrator(Path.of("/d"), "admin"));
        assertThat(CommandLine.parse(List.of("admin", "reset", "eva@example.org", "--data", "/d")))
                .isEqualTo(new Command.ResetAdministrator(Path.of("/d"), "eva@example.org"));
        assertThatThrownBy(() -> CommandLine.parse(List.of("admin", "delete"))).isInstanceOf(LauncherException.class);
        assertThatThrownBy(() -> CommandLine.parse(List.of("admin", "reset", "a", "b")))
                .isInstanceOf(LauncherException.class);
    }
}
