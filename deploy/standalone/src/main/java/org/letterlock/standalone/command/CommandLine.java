package org.letterlock.standalone.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.data.HostName;
import org.letterlock.standalone.suite.DnsServer;
import org.letterlock.standalone.suite.PortChoice;
import org.letterlock.standalone.suite.SuiteSettings;

/** Reads the arguments. Everything unknown is refused: a misspelt option must not be a default in disguise. */
public final class CommandLine {
    private static final String DEFAULT_DATA = "data";
    private static final String BUILT_IN_ADMINISTRATOR = "admin";
    private static final int MAX_DEMO_USERS = 1000;
    private static final Set<String> FLAGS = Set.of("--standard-ports", "--any-ports");
    private static final Set<String> RUN_OPTIONS =
            Set.of("--data", "--host-name", "--dns", "--standard-ports", "--any-ports");

    private final Map<String, String> options = new HashMap<>();

    private CommandLine() {}

    /**
     * Parses the arguments.
     *
     * @throws LauncherException with one line that names the argument that is wrong
     */
    public static Command parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new Command.Help();
        }
        var line = new CommandLine();
        var rest = new ArrayList<>(arguments.subList(1, arguments.size()));
        return switch (arguments.getFirst()) {
            case "run" -> new Command.Run(line.read(rest, RUN_OPTIONS).suiteSettings());
            case "cluster" -> new Command.Cluster(line.read(rest, RUN_OPTIONS).suiteSettings());
            case "train" -> new Command.Train(line.read(rest, Set.of("--data")).data());
            case "stop" -> new Command.Stop(line.read(rest, Set.of("--data")).data());
            case "status" ->
                new Command.Status(line.read(rest, Set.of("--data")).data());
            case "demo" ->
                line.read(rest, Set.of("--data", "--domain", "--users", "--password"))
                        .demo();
            case "admin" -> resetAdministrator(line, rest);
            case "help", "--help", "-h" -> new Command.Help();
            default -> throw new LauncherException("unknown command " + arguments.getFirst() + "; see letterlock help");
        };
    }

    private static Command resetAdministrator(CommandLine line, List<String> rest) {
        if (rest.isEmpty() || !rest.removeFirst().equals("reset")) {
            throw new LauncherException("letterlock admin knows: reset [ACCOUNT]");
        }
        boolean isNamed = !rest.isEmpty() && !rest.getFirst().startsWith("-");
        var account = isNamed ? rest.removeFirst() : BUILT_IN_ADMINISTRATOR;
        return new Command.ResetAdministrator(line.read(rest, Set.of("--data")).data(), account);
    }

    private CommandLine read(List<String> arguments, Set<String> known) {
        for (int at = 0; at < arguments.size(); at++) {
            var argument = arguments.get(at);
            int equals = argument.indexOf('=');
            var name = equals < 0 ? argument : argument.substring(0, equals);
            if (!known.contains(name)) {
                throw new LauncherException("unknown option " + name + "; see letterlock help");
            }
            String value;
            if (FLAGS.contains(name)) {
                value = "";
            } else if (equals >= 0) {
                value = argument.substring(equals + 1);
            } else if (at + 1 < arguments.size()) {
                value = arguments.get(++at);
            } else {
                throw new LauncherException("option " + name + " needs a value");
            }
            if (options.put(name, value) != null) {
                throw new LauncherException("option " + name + " is given twice");
            }
        }
        return this;
    }

    private Path data() {
        var value = options.getOrDefault("--data", DEFAULT_DATA);
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new LauncherException("--data " + value + " is no path", e);
        }
    }

    private SuiteSettings suiteSettings() {
        if (options.keySet().containsAll(FLAGS)) {
            throw new LauncherException("--standard-ports and --any-ports exclude each other");
        }
        var ports = options.containsKey("--standard-ports")
                ? PortChoice.STANDARD
                : options.containsKey("--any-ports") ? PortChoice.ANY : PortChoice.UNPRIVILEGED;
        return new SuiteSettings(
                data(),
                Optional.ofNullable(options.get("--host-name")).map(HostName::parse),
                Optional.ofNullable(options.get("--dns")).map(DnsServer::parse),
                ports);
    }

    private Command demo() {
        var domain = HostName.parse(options.getOrDefault("--domain", "demo.test"));
        var users = options.getOrDefault("--users", "2");
        if (!users.matches("[0-9]{1,4}") || Integer.parseInt(users) < 2 || Integer.parseInt(users) > MAX_DEMO_USERS) {
            throw new LauncherException("--users " + users + " is not a number from 2 to " + MAX_DEMO_USERS);
        }
        var password = options.getOrDefault("--password", "Correct-Horse-9-Battery");
        if (password.isBlank() || password.contains("\n")) {
            throw new LauncherException("--password is empty or has several lines");
        }
        return new Command.Demo(data(), domain.text(), Integer.parseInt(users), password);
    }
}
